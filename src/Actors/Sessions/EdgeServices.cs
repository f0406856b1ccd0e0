using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Partitions;

namespace EdgeActors.Actors.Sessions;

/// <summary>What the actors of an edge use of their host.</summary>
/// <param name="Edge">The node's name, for people.</param>
/// <param name="Partitions">The host's <see cref="PartitionsActor"/>.</param>
public sealed record EdgeServices(string Edge, BundleLibrary Library, IBlobExchange Blobs, IActorRef Partitions, TimeProvider Time)
{
    /// <summary>What the sessions tell the downloads of their devices; one for the host.</summary>
    public LinkPriority Links { get; init; } = new(Time);
}
