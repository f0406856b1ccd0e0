namespace EdgeActors.Messages.Requests;

/// <summary>What can be known of a request.</summary>
public static class RequestQueries
{
    /// <summary>Answered by <see cref="RequestView"/> or <see cref="RequestReplies.RequestUnknown"/>.</summary>
    public sealed record GetRequest(RequestId Request) : IRequestMessage;

    /// <summary>
    /// Tells the sender a <see cref="RequestReplies.RequestEvent"/> for each event after <paramref name="After"/>, past ones first,
    /// until the request has ended or the sender stops. Unknown requests answer <see cref="RequestReplies.RequestUnknown"/>.
    /// Following again replaces the sender's earlier follow; it must be renewed when the entity has moved (<see cref="Renew"/>).
    /// </summary>
    public sealed record FollowRequest(RequestId Request, long After = 0) : IRequestMessage
    {
        /// <summary>How often a follower asks again, from the last event it has seen: a moved entity does not know its followers.</summary>
        public static TimeSpan Renew { get; } = TimeSpan.FromSeconds(5);
    }

    public sealed record UnfollowRequest(RequestId Request) : IRequestMessage;

    /// <summary>
    /// The canary of readiness: goes the whole way to an entity and back, journal recovery included, and leaves nothing behind.
    /// Answered by <see cref="RequestReplies.Pong"/>.
    /// </summary>
    public sealed record Ping(RequestId Request) : IRequestMessage;
}
