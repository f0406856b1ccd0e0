using Akka.Cluster.Sharding;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>Routes by the run's id. The number of shards never changes: it decides where journaled entities are found.</summary>
public sealed class RunExtractor() : HashCodeMessageExtractor(Shards)
{
    public const int Shards = 50;

    public override string? EntityId(object message) => (message as IRunMessage)?.Run.Value;
}
