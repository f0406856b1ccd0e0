using Akka.Cluster.Sharding;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Rounds;

/// <summary>Routes by run and number. The number of shards never changes: it decides where journaled entities are found.</summary>
public sealed class RoundExtractor() : HashCodeMessageExtractor(Shards)
{
    public const int Shards = 50;

    public override string? EntityId(object message) => (message as IRoundMessage)?.Round.ToString();

    /// <summary>The round of an entity's name.</summary>
    public static RoundId Parse(string entity)
    {
        var dot = entity.LastIndexOf('.');
        return new(new(entity[..dot]), int.Parse(entity[(dot + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
