using Akka.Actor;
using EdgeActors.Messages;
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
        Receive<RunQueries.FollowRun>(follow =>
        {
            // As a run does: what is known at once, in order, after the number that was seen. A paused run does not end by itself.
            string[] kinds = [RunEventKinds.Started, RunEventKinds.RoundOpened, RunEventKinds.RoundCommitted, RunEventKinds.Ended];
            foreach (var (kind, index) in kinds.Select((kind, index) => (kind, index)).Where(one => one.index >= follow.After && (one.kind != RunEventKinds.Ended || view?.Status != RunStatuses.Paused)))
                Sender.Tell(new RunReplies.RunHappened(follow.Run, index + 1, DateTimeOffset.UnixEpoch, kind, view!));
        });
        Receive<RoundQueries.GetRound>(get => Sender.Tell(new RoundView(
            get.Round, 1, "reporting", new[] { new DeviceInRound(new("device-1"), DeviceStandings.Reported), new DeviceInRound(new("device-2"), DeviceStandings.Shared) }.ToValueArray(), null)));
        Receive<IRunMessage>(command => Sender.Tell(new RunReplies.RunUnknown(command.Run)));
    }

    public static Props Props(RunView? known) => Akka.Actor.Props.Create(() => new FakeRuns(known));
}
