namespace EdgeActors.Messages.Requests;

/// <summary>What a request answers.</summary>
public static class RequestReplies
{
    /// <summary>The request is in the journal: it will be finished or reported failed, whatever crashes.</summary>
    public sealed record RequestSubmitted(RequestId Request, DateTimeOffset AcceptedAt, DateTimeOffset DeadlineAt) : IRequestMessage;

    /// <summary>The request was not taken in, and nothing of it is kept.</summary>
    public sealed record RequestRejected(RequestId Request, Failure Failure) : IRequestMessage;

    public sealed record RequestUnknown(RequestId Request) : IRequestMessage;

    /// <summary>Something happened to a followed request.</summary>
    /// <param name="Sequence">1-based and without gaps: the id of a server-sent event, and what a follow resumes after.</param>
    /// <param name="Kind">One of <see cref="RequestEventKinds"/>.</param>
    /// <param name="View">The request as it stood right after the event.</param>
    public sealed record RequestEvent(RequestId Request, long Sequence, DateTimeOffset At, string Kind, RequestView View) : IRequestMessage;

    public sealed record Pong(RequestId Request) : IRequestMessage;
}
