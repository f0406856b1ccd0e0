namespace EdgeActors.Messages.Training;

/// <summary>What has happened to a run: its journal. Folding it again recomputes every model.</summary>
public static class RunEvents
{
    public interface IRunEvent : IRunMessage, IJournalEvent;

    /// <param name="NoiseSecret">32 random bytes: all noise the cloud adds follows from it, so that a resumed round adds the same.</param>
    public sealed record RunStarted(
        RunId Run, string PlanJson, string Fingerprint, BlobRef Graph, BlobRef Model, ValueArray<byte> NoiseSecret, DateTimeOffset At) : IRunEvent;

    public sealed record RoundOpened(RunId Run, RoundOrder Order, DateTimeOffset At) : IRunEvent;

    public sealed record RoundFailed(RunId Run, int Number, int Attempt, string Reason, DateTimeOffset At) : IRunEvent;

    /// <param name="Model">The weights after the round.</param>
    /// <param name="Rest">Optimizer, control variate, residual, clip.</param>
    /// <param name="Difference">What devices fetch instead of the weights.</param>
    /// <param name="Control">SCAFFOLD's control variate for devices; null for other strategies.</param>
    /// <param name="Clip">For the next round.</param>
    public sealed record RoundCommitted(
        RunId Run, int Number, int Attempt, RoundOutcome Outcome, BlobRef Model, BlobRef Rest, BlobRef Difference, BlobRef? Control, double Clip,
        double? Epsilon, DateTimeOffset At) : IRunEvent;

    public sealed record ModelEvaluated(RunId Run, int Number, double Accuracy, double Loss, DateTimeOffset At) : IRunEvent;

    public sealed record RunPaused(RunId Run, DateTimeOffset At) : IRunEvent;

    public sealed record RunResumed(RunId Run, DateTimeOffset At) : IRunEvent;

    /// <param name="Status">Completed, aborted or failed.</param>
    public sealed record RunEnded(RunId Run, string Status, string Reason, DateTimeOffset At) : IRunEvent;
}
