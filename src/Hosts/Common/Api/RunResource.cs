using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A training run as the REST API shows it.</summary>
/// <param name="Fingerprint">SHA-256 of the plan.</param>
/// <param name="Round">The open round; 0 when none is.</param>
/// <param name="Epsilon">Privacy spent; absent where no noise is added.</param>
/// <param name="Model">Digest of the newest weights.</param>
public sealed record RunResource(
    string Id, string Status, string Name, string Fingerprint, int RoundsPlanned, int RoundsCommitted, int Round, int Attempt, IReadOnlyList<string> Cohort,
    double? Epsilon, string Model, IReadOnlyList<RoundResource> Rounds, string? Reason)
{
    public static RunResource Of(RunView view) => new(
        view.Run.Value, view.Status, view.Name, view.Fingerprint, view.RoundsPlanned, view.RoundsCommitted, view.Round, view.Attempt,
        [.. view.Cohort.Select(device => device.Value)], view.Epsilon, view.Model.Sha256, [.. view.Rounds.Select(RoundResource.Of)], view.Reason);
}
