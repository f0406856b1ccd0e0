namespace EdgeActors.Messages.Requests;

/// <summary>What can happen to a request, as followers are told.</summary>
public static class RequestEventKinds
{
    public const string Accepted = "accepted";
    public const string Planned = "planned";
    public const string StepStarted = "step-started";
    public const string StepCompleted = "step-completed";
    public const string StepFailed = "step-failed";
    public const string Completed = "completed";
    public const string Failed = "failed";
}
