namespace EdgeActors.Messages.Requests;

/// <summary>What can be asked of a request.</summary>
public static class RequestCommands
{
    /// <summary>
    /// Takes a request in. Answered by <see cref="RequestReplies.RequestSubmitted"/> once it is in the journal, or by
    /// <see cref="RequestReplies.RequestRejected"/>. The same submit again is acknowledged again and changes nothing.
    /// </summary>
    public sealed record SubmitRequest(RequestId Request, RequestSpec Spec, string? TraceParent = null) : IRequestMessage;

    /// <summary>Ends the request as failed with <see cref="FailureCodes.Cancelled"/>. Answered by its <see cref="RequestView"/>.</summary>
    public sealed record CancelRequest(RequestId Request, string Reason) : IRequestMessage;
}
