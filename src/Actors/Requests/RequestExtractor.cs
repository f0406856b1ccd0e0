using Akka.Cluster.Sharding;
using EdgeActors.Messages.Requests;

namespace EdgeActors.Actors.Requests;

/// <summary>Routes by the request's id. The number of shards never changes: it decides where journaled entities are found.</summary>
public sealed class RequestExtractor() : HashCodeMessageExtractor(Shards)
{
    public const int Shards = 50;

    public override string? EntityId(object message) => (message as IRequestMessage)?.Request.Value;
}
