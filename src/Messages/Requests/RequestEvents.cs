namespace EdgeActors.Messages.Requests;

/// <summary>What has happened to a request: its journal.</summary>
public static class RequestEvents
{
    public interface IRequestEvent : IRequestMessage, IJournalEvent;

    public sealed record RequestAccepted(RequestId Request, RequestSpec Spec, DateTimeOffset At, DateTimeOffset DeadlineAt) : IRequestEvent;

    public sealed record RequestPlanned(RequestId Request, RequestPlan Plan, DateTimeOffset At) : IRequestEvent;

    /// <summary>The step is about to be sent. Written first, so that no two attempts ever share a number.</summary>
    public sealed record StepStarted(RequestId Request, int Step, int Attempt, string? Question, DateTimeOffset At) : IRequestEvent;

    public sealed record StepCompleted(RequestId Request, int Step, int Attempt, StepResult Result, DateTimeOffset At) : IRequestEvent;

    /// <param name="WillRetry">False: the step is given up, and with it what depends on it.</param>
    public sealed record StepAttemptFailed(RequestId Request, int Step, int Attempt, Failure Failure, bool WillRetry, DateTimeOffset At) : IRequestEvent;

    public sealed record RequestCompleted(RequestId Request, string Answer, DateTimeOffset At) : IRequestEvent;

    /// <param name="Reached">The answers that were in, in words; null when none was.</param>
    public sealed record RequestFailed(RequestId Request, Failure Failure, string? Reached, DateTimeOffset At) : IRequestEvent;
}
