using System.Diagnostics;
using System.Diagnostics.Metrics;
using EdgeActors.Messages;
using static EdgeActors.Messages.Requests.RequestEvents;

namespace EdgeActors.Actors.Tracing;

/// <summary>
/// One request as spans (itself, its planning, each attempt of a step) and as measurements, from the events that its entity writes. Kept in
/// memory alone: a request that goes on after a crash begins a trace of its own.
/// </summary>
internal sealed class RequestTrace(RequestId request)
{
    public const string MeterName = "EdgeActors.Requests";

    private static readonly Meter Meter = new(MeterName);

    // Seconds, as the conventions of OpenTelemetry want durations; from a cached answer to a deadline.
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private static readonly Histogram<double> Duration = Meter.CreateHistogram("edgeactors.request.duration", "s", "From acceptance to the end of a request", advice: Seconds);
    private static readonly Histogram<double> HopDuration = Meter.CreateHistogram("edgeactors.hop.duration", "s", "One hop of an answered step", advice: Seconds);
    private static readonly Counter<long> LinkBytes = Meter.CreateCounter<long>("edgeactors.link.io", "By", "Bytes over device links, both ways, headers included");
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("edgeactors.step.attempts", "{attempt}", "Attempts at steps that have ended, by outcome and place");

    private readonly Dictionary<int, Activity?> _steps = [];
    private string? _parent;
    private Activity? _request;
    private Activity? _planning;
    private DateTimeOffset? _acceptedAt;

    /// <param name="parent">The submitter's <c>traceparent</c>; null where there is none.</param>
    public void Submitted(string? parent) => _parent = parent;

    /// <summary>The span that an attempt at a step belongs to.</summary>
    public string? ParentOf(int step) => _steps.GetValueOrDefault(step)?.Id ?? _request?.Id ?? _parent;

    public void Follow(IRequestEvent happened)
    {
        switch (happened)
        {
            case RequestAccepted e:
                _acceptedAt = e.At;
                _request = Spans.Begin("request", _parent, e.At, ActivityKind.Server)?.SetTag("edgeactors.request.id", request.Value);
                _planning = Spans.Begin("plan", _request?.Id ?? _parent, e.At);
                break;
            case RequestPlanned e:
                _planning?.SetTag("edgeactors.plan.by", e.Plan.PlannedBy);
                _planning.End(e.At);
                _planning = null;
                break;
            case StepStarted e:
                _steps[e.Step] = Spans.Begin("step", _request?.Id ?? _parent, e.At, ActivityKind.Client)
                    ?.SetTag("edgeactors.request.id", request.Value).SetTag("edgeactors.step.id", e.Step).SetTag("edgeactors.step.attempt", e.Attempt);
                break;
            case StepCompleted e:
                Answered(e);
                break;
            case StepAttemptFailed e:
                EndStep(e.Step, e.At, e.Failure);
                Attempts.Add(1, new("outcome", e.Failure.Code), new("place", "none"));
                break;
            case RequestCompleted e:
                End(e.At, null);
                break;
            case RequestFailed e:
                End(e.At, e.Failure);
                break;
        }
    }

    private void Answered(StepCompleted e)
    {
        var result = e.Result;
        _steps.GetValueOrDefault(e.Step)
            ?.SetTag("edgeactors.model", result.Pair.Model.Value).SetTag("edgeactors.cut", result.Pair.Cut).SetTag("edgeactors.codec", result.Pair.Codec)
            .SetTag("edgeactors.place", result.Where).SetTag("edgeactors.link.bytes", result.LinkBytes);
        EndStep(e.Step, e.At, null);
        Attempts.Add(1, new("outcome", result.Degraded ? "degraded" : "answered"), new("place", result.Where));
        LinkBytes.Add(result.LinkBytes, new KeyValuePair<string, object?>("model", result.Pair.Model.Value));
        foreach (var hop in result.Hops)
            HopDuration.Record(hop.MeasuredMs / 1_000, new("hop", hop.Name), new("model", result.Pair.Model.Value));
    }

    private void EndStep(int step, DateTimeOffset at, Failure? failure)
    {
        if (_steps.Remove(step, out var span))
            span.End(at, failure);
    }

    private void End(DateTimeOffset at, Failure? failure)
    {
        _planning.End(at, failure);
        foreach (var step in _steps.Keys.ToList())
            EndStep(step, at, failure);
        _request.End(at, failure);
        if (_acceptedAt is { } acceptedAt)
            Duration.Record((at - acceptedAt).TotalSeconds, new KeyValuePair<string, object?>("outcome", failure?.Code ?? "completed"));
        (_request, _planning, _acceptedAt) = (null, null, null);
    }
}
