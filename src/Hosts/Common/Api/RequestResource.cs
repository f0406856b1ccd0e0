using EdgeActors.Messages.Requests;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A request as the REST API shows it; the gateway and the loopback API of a device speak the same.</summary>
/// <param name="Status">accepted, running, completed or failed.</param>
/// <param name="Sequence">Number of the last event it holds: where to resume the event stream.</param>
/// <param name="Answer">The reply in words; of a failed request, what was reached.</param>
public sealed record RequestResource(
    string Id, string Status, string Text, string? Device, IReadOnlyList<PictureResource> Pictures, double AccuracyLossBudget, bool AllowEdge,
    DateTimeOffset AcceptedAt, DateTimeOffset DeadlineAt, DateTimeOffset? EndedAt, long Sequence,
    PlanResource? Plan, IReadOnlyList<StepResource> Steps, string? Answer, FailureResource? Failure)
{
    public static RequestResource Of(RequestView view) => new(
        view.Request.Value, view.Status, view.Spec.Text, view.Spec.Device?.Value, [.. view.Spec.Pictures.Select(PictureResource.Of)],
        view.Spec.AccuracyLossBudget, view.Spec.AllowEdge, view.AcceptedAt, view.DeadlineAt, view.EndedAt, view.Sequence,
        view.Plan is { } plan ? PlanResource.Of(plan) : null, [.. view.Steps.Select(StepResource.Of)], view.Answer,
        view.Failure is { } failure ? FailureResource.Of(failure) : null);

    /// <summary>From acceptance to the end, ms; null while it runs.</summary>
    public double? ElapsedMs => EndedAt is { } ended ? (ended - AcceptedAt).TotalMilliseconds : null;
}
