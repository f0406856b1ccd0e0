namespace EdgeActors.Messages.Requests;

/// <summary>Spoken by, to or about one request; the shard region of requests routes by the id.</summary>
public interface IRequestMessage : IEdgeMessage
{
    RequestId Request { get; }
}
