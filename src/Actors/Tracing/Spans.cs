using System.Diagnostics;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Tracing;

/// <summary>
/// Spans of work that actors do. A span begins in one message and ends in another, and many overlap in one actor, so none of them is ever
/// <see cref="Activity.Current"/>: its parent is named, as a W3C <c>traceparent</c>, in the message that asked for the work.
/// </summary>
public static class Spans
{
    public const string SourceName = "EdgeActors.Requests";

    private static readonly ActivitySource Source = new(SourceName);

    /// <param name="parent">A <c>traceparent</c>; null, or one that can't be read, begins a trace.</param>
    /// <returns>Null where nobody listens.</returns>
    public static Activity? Begin(string name, string? parent, DateTimeOffset at, ActivityKind kind = ActivityKind.Internal)
    {
        var around = Activity.Current;
        // Without a named parent the current activity would become one: whatever ran on this thread before.
        Activity.Current = null;
        try
        {
            ActivityContext.TryParse(parent, null, isRemote: true, out var context);
            return Source.StartActivity(name, kind, context, startTime: at);
        }
        finally
        {
            Activity.Current = around;
        }
    }

    public static void End(this Activity? span, DateTimeOffset at, Failure? failure = null)
    {
        if (span is null)
            return;
        if (failure is { })
            span.SetTag("error.type", failure.Code).SetStatus(ActivityStatusCode.Error, failure.Reason);
        span.SetEndTime(at.UtcDateTime);
        var around = Activity.Current;
        span.Stop();
        Activity.Current = around;
    }

    /// <summary>One side's share of a step that has just ended, and each of its hops, which followed one another.</summary>
    /// <param name="side"><c>device</c> or <c>edge</c>.</param>
    public static void Record(string side, StepKey step, string? parent, IEnumerable<HopCost> hops, DateTimeOffset endedAt, Failure? failure = null)
    {
        var costs = hops.ToList();
        var at = endedAt.AddMilliseconds(-costs.Sum(hop => hop.MeasuredMs));
        var share = Begin($"step on {side}", parent, at, ActivityKind.Server);
        if (share is null)
            return;
        share.SetTag("edgeactors.request.id", step.Request.Value).SetTag("edgeactors.step.id", step.Step).SetTag("edgeactors.step.attempt", step.Attempt);
        foreach (var hop in costs)
        {
            var span = Begin(hop.Name, share.Id, at);
            at = at.AddMilliseconds(hop.MeasuredMs);
            if (hop.Bytes > 0)
                span?.SetTag("edgeactors.hop.bytes", hop.Bytes);
            span.End(at);
        }
        share.End(endedAt, failure);
    }
}
