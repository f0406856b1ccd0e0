using Akka.Actor;
using static EdgeActors.Actors.Partitions.PartitionMessages;

namespace EdgeActors.Actors.Partitions;

/// <summary>All partitions of one host: starts a <see cref="PartitionActor"/> for each graph at its first run. Commands: <see cref="RunPartition"/>.</summary>
public sealed class PartitionsActor : ReceiveActor
{
    public PartitionsActor(PartitionOptions options, TimeProvider time) => Receive<RunPartition>(run =>
    {
        var name = run.Key.Sha256;
        var partition = Context.Child(name);
        if (partition.IsNobody())
            partition = Context.ActorOf(PartitionActor.Props(run.Key, options, time), name);
        partition.Forward(run);
    });

    public static Props Props(PartitionOptions options, TimeProvider time) => Akka.Actor.Props.Create(() => new PartitionsActor(options, time));
}
