namespace EdgeActors.Messages.Requests;

/// <summary>Where a request stands.</summary>
public static class RequestStatuses
{
    public const string Accepted = "accepted";
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Failed = "failed";

    public static bool IsFinal(string status) => status is Completed or Failed;
}
