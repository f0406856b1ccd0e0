namespace EdgeActors.Messages.Training;

/// <summary>What a training run answers.</summary>
public static class RunReplies
{
    public sealed record RunAccepted(RunId Run) : IRunMessage;

    public sealed record RunRefused(RunId Run, Failure Failure) : IRunMessage;

    public sealed record RunUnknown(RunId Run) : IRunMessage;

    /// <param name="Sequence">From 1, without gaps.</param>
    /// <param name="Kind">One of <see cref="RunEventKinds"/>.</param>
    /// <param name="View">The run right after.</param>
    public sealed record RunHappened(RunId Run, long Sequence, DateTimeOffset At, string Kind, RunView View) : IRunMessage;
}
