namespace EdgeActors.Messages.Training;

/// <summary>Where a run stands.</summary>
public static class RunStatuses
{
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Completed = "completed";
    public const string Aborted = "aborted";
    public const string Failed = "failed";

    public static bool IsFinal(string status) => status is Completed or Aborted or Failed;
}
