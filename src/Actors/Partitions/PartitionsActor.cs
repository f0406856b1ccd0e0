using Akka.Actor;
using static EdgeActors.Actors.Partitions.PartitionMessages;

namespace EdgeActors.Actors.Partitions;

/// <summary>
/// All partitions of one host: starts a <see cref="PartitionActor"/> for each graph at its first run, and an <see cref="AnswerActor"/> for each
/// bundle whose answers are written. Commands: <see cref="RunPartition"/>, <see cref="ReadAnswer"/>.
/// </summary>
public sealed class PartitionsActor : ReceiveActor
{
    public PartitionsActor(PartitionOptions options, TimeProvider time)
    {
        Receive<RunPartition>(run => Child(run.Key.Sha256, () => PartitionActor.Props(run.Key, options, time)).Forward(run));
        Receive<ReadAnswer>(read => Child($"answers-{read.Bundle.Id}", () => AnswerActor.Props(options, time)).Forward(new AnswerActor.Waiting(read, time.GetTimestamp())));
    }

    public static Props Props(PartitionOptions options, TimeProvider time) => Akka.Actor.Props.Create(() => new PartitionsActor(options, time));

    private static IActorRef Child(string name, Func<Props> props) => Context.Child(name).GetOrElse(() => Context.ActorOf(props(), name));
}
