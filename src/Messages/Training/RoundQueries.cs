namespace EdgeActors.Messages.Training;

/// <summary>What can be known of a round while it runs.</summary>
public static class RoundQueries
{
    /// <summary>Answered by <see cref="RoundView"/>, also for a round that has not begun.</summary>
    public sealed record GetRound(RoundId Round) : IRoundMessage;
}
