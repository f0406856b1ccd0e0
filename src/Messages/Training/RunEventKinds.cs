namespace EdgeActors.Messages.Training;

/// <summary>Names of a run's events, for those who follow it.</summary>
public static class RunEventKinds
{
    public const string Started = "started";
    public const string RoundOpened = "round-opened";
    public const string RoundFailed = "round-failed";
    public const string RoundCommitted = "round-committed";
    public const string Evaluated = "evaluated";
    public const string Paused = "paused";
    public const string Resumed = "resumed";
    public const string Ended = "ended";
}
