namespace EdgeActors.Messages.Training;

/// <summary>What can be known of a training run.</summary>
public static class RunQueries
{
    /// <summary>Answered by <see cref="RunView"/> or <see cref="RunReplies.RunUnknown"/>.</summary>
    public sealed record GetRun(RunId Run) : IRunMessage;

    /// <summary>Answered by a <see cref="RunReplies.RunHappened"/> for each event after number <paramref name="After"/>, now and from now on; by <see cref="RunReplies.RunUnknown"/> when there is no such run.</summary>
    public sealed record FollowRun(RunId Run, long After) : IRunMessage;
}
