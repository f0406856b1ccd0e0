namespace EdgeActors.Messages.Training;

/// <summary>A training run as people see it.</summary>
/// <param name="Status">One of <see cref="RunStatuses"/>.</param>
/// <param name="Round">The open round; 0 when none is.</param>
/// <param name="Cohort">Of the open attempt.</param>
/// <param name="Epsilon">Privacy spent; null where no noise is added.</param>
/// <param name="Rounds">Committed, the last <see cref="RoundsShown"/>.</param>
/// <param name="Reason">Why it ended, or why the last attempt failed; null when there is nothing to say.</param>
public sealed record RunView(
    RunId Run, string Status, string Name, string Fingerprint, int RoundsPlanned, int RoundsCommitted, int Round, int Attempt,
    ValueArray<DeviceId> Cohort, double? Epsilon, BlobRef Graph, BlobRef Model, ValueArray<CommittedRound> Rounds, string? Reason) : ITrainingMessage
{
    public const int RoundsShown = 200;
}
