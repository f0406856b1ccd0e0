using Akka.Actor;
using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Stands for the region of training runs: knows one run, or none, and accepts what it is told.</summary>
internal sealed class FakeRuns : ReceiveActor
{
    public FakeRuns(RunView? known)
    {
        var view = known;
        Receive<RunQueries.GetRun>(get => Sender.Tell(view is { } run && run.Run == get.Run ? run : new RunReplies.RunUnknown(get.Run)));
        Receive<RunCommands.PauseRun>(pause =>
        {
            view = view is { } run ? run with { Status = RunStatuses.Paused } : null;
            Sender.Tell(new RunReplies.RunAccepted(pause.Run));
        });
        Receive<IRunMessage>(command => Sender.Tell(new RunReplies.RunUnknown(command.Run)));
    }

    public static Props Props(RunView? known) => Akka.Actor.Props.Create(() => new FakeRuns(known));
}
