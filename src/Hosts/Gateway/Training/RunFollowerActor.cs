using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Gateway.Training;

/// <summary>
/// Follows one training run for one HTTP caller. Receives <see cref="RunReplies.RunHappened"/> and <see cref="RunReplies.RunUnknown"/>; asks again
/// from the last event it has seen, since a run whose host was killed does not know its followers.
/// </summary>
internal sealed class RunFollowerActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private readonly IActorRef _runs;
    private readonly RunId _run;
    private readonly ChannelWriter<RunReplies.RunHappened> _events;
    private long _seen;

    public RunFollowerActor(IActorRef runs, RunId run, long after, ChannelWriter<RunReplies.RunHappened> events)
    {
        (_runs, _run, _seen, _events) = (runs, run, after, events);
        Receive<RunReplies.RunHappened>(Pass);
        Receive<RunReplies.RunUnknown>(_ => _events.TryComplete(new ApiException(Problem.RequestUnknown, $"There is no training run '{_run}'.")));
        Receive<Renewal>(_ => Follow());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(IActorRef runs, RunId run, long after, ChannelWriter<RunReplies.RunHappened> events) =>
        Akka.Actor.Props.Create(() => new RunFollowerActor(runs, run, after, events));

    protected override void PreStart()
    {
        Follow();
        Timers.StartPeriodicTimer(Renewal.Instance, Renewal.Instance, RenewEvery);
    }

    protected override void PostStop() => _events.TryComplete();

    private void Follow() => _runs.Tell(new RunQueries.FollowRun(_run, _seen));

    private void Pass(RunReplies.RunHappened happened)
    {
        // A renewed follow may repeat what is already on its way.
        if (happened.Sequence <= _seen)
            return;
        _seen = happened.Sequence;
        _events.TryWrite(happened);
    }

    private sealed class Renewal : INotInfluenceReceiveTimeout
    {
        public static readonly Renewal Instance = new();
    }
}
