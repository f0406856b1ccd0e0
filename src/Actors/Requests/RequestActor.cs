using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using EdgeActors.Actors.Tracing;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;
using static EdgeActors.Actors.Planning.PlannerMessages;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestEvents;
using static EdgeActors.Messages.Requests.RequestQueries;
using static EdgeActors.Messages.Requests.RequestReplies;

namespace EdgeActors.Actors.Requests;

/// <summary>
/// Runs one request from acceptance to its end. Commands: <see cref="SubmitRequest"/>, <see cref="CancelRequest"/>. Queries:
/// <see cref="GetRequest"/>, <see cref="FollowRequest"/>, <see cref="Ping"/>. Asks the planner for a plan and devices for steps; every
/// acknowledgement follows the journal write. Woken after a crash it goes on: plans again, sends unanswered attempts again under their
/// old keys, or fails at the deadline.
/// </summary>
public sealed class RequestActor : ReceivePersistentActor, IWithTimers
{
    /// <summary>How long an ended request stays in memory for those who look at it.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMinutes(2);

    private readonly RequestRules _rules;
    private readonly IActorRef _planner;
    private readonly IActorRef _devices;
    private readonly TimeProvider _time;
    private readonly Dictionary<IActorRef, long> _followers = [];
    private readonly RequestTrace _trace;
    private RequestState _state;
    private IActorRef? _submitter;

    public RequestActor(RequestId id, IActorRef planner, IActorRef devices, RequestRules rules, TimeProvider time)
    {
        PersistenceId = $"request-{id}";
        (_rules, _planner, _devices, _time) = (rules, planner, devices, time);
        _state = RequestState.Empty(id);
        _trace = new(id);
        Recovers();
        Commands();
        Outcomes();
        Queries();
        SetReceiveTimeout(Linger);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(RequestId id, IActorRef planner, IActorRef devices, RequestRules rules, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RequestActor(id, planner, devices, rules, time));

    private DateTimeOffset Now => _time.GetUtcNow();

    private void Recovers()
    {
        Recover<IRequestEvent>(happened => _state = _state.Apply(happened));
        Recover<RecoveryCompleted>(_ => Resume());
    }

    private void Commands()
    {
        Command<SubmitRequest>(submit =>
        {
            var decision = _state.Decide(submit, _rules, Now);
            if (decision.Rejection is { } failure)
            {
                Sender.Tell(new RequestRejected(_state.Id, failure));
                return;
            }
            _submitter = Sender;
            _trace.Submitted(submit.TraceParent);
            Commit(decision, () =>
            {
                _submitter = null;
                Sender.Tell(new RequestSubmitted(_state.Id, _state.View!.AcceptedAt, _state.View.DeadlineAt));
            });
        });
        Command<CancelRequest>(cancel => IfKnown(() => Commit(_state.Decide(cancel, Now), () => Sender.Tell(_state.View))));
        Command<DeadlineReached>(_ => Commit(_state.PassDeadline(Now)));
        Command<TakeUp>(_ => Commit(_state.TakeUp(Now)));
        Command<RetryStep>(retry => Commit(_state.Retry(retry.Step, Now)));
        Command<ResendSteps>(_ =>
        {
            foreach (var step in _state.Running)
                Send(step);
        });
        Command<ReceiveTimeout>(_ =>
        {
            if (!_state.IsOpen)
                Context.Parent.Tell(new Passivate(Stop.Instance));
        });
        Command<Stop>(_ => Context.Stop(Self));
    }

    private void Outcomes()
    {
        Command<PlanMade>(made => Commit(_state.Decide(made.Result.ToMessage(), Now)));
        Command<PlanNotMade>(not => Commit(_state.Fail(not.Failure, Now)));
        Command<DeviceReplies.StepAnswered>(answered => Commit(_state.Decide(answered, Now)));
        Command<DeviceReplies.StepFailed>(failed => Commit(_state.Decide(failed, _rules, Now)));
    }

    private void Queries()
    {
        Command<GetRequest>(_ => IfKnown(() => Sender.Tell(_state.View)));
        Command<FollowRequest>(follow => IfKnown(() => Follow(follow.After)));
        Command<UnfollowRequest>(_ => Forget(Sender));
        Command<Terminated>(gone => Forget(gone.ActorRef));
        Command<Ping>(_ => Sender.Tell(new Pong(_state.Id)));
    }

    private void IfKnown(Action answer)
    {
        if (_state.View is null)
            Sender.Tell(new RequestUnknown(_state.Id));
        else
            answer();
    }

    /// <summary>Persists what was decided, applies and acts on each event, then acknowledges.</summary>
    private void Commit(Decision<IRequestEvent> decision, Action? acknowledge = null)
    {
        if (decision.Events.IsEmpty)
        {
            acknowledge?.Invoke();
            return;
        }
        var left = decision.Events.Length;
        PersistAll(decision.Events, happened =>
        {
            _state = _state.Apply(happened);
            _trace.Follow(happened);
            Act(happened);
            TellFollowers();
            if (--left == 0)
                acknowledge?.Invoke();
        });
    }

    private void Act(IRequestEvent happened)
    {
        switch (happened)
        {
            case RequestAccepted:
                AwaitDeadline();
                Plan();
                break;
            case StepStarted e:
                Send(_state.View!.Steps.First(step => step.Id == e.Step));
                break;
            case StepAttemptFailed { WillRetry: true } e:
                var wait = _rules.RetryAfter(e.Failure, e.Attempt, _state.Remaining(Now)) ?? TimeSpan.Zero;
                Timers.StartSingleTimer($"retry-{e.Step}", new RetryStep(e.Step), wait);
                break;
            case RequestCompleted:
                Timers.CancelAll();
                break;
            case RequestFailed e:
                Timers.CancelAll();
                foreach (var step in _state.View!.Steps.Where(step => step.EndedAt is null))
                    _devices.Tell(new DeviceCommands.CancelStep(Device, KeyOf(step), e.Failure.Code));
                break;
        }
    }

    /// <summary>After a crash or a move: everything that was under way is taken up again.</summary>
    private void Resume()
    {
        if (!_state.IsOpen)
            return;
        AwaitDeadline();
        if (_state.NeedsPlan)
            Plan();
        foreach (var step in _state.Running)
            Send(step);
        foreach (var step in _state.Waiting)
            Self.Tell(new RetryStep(step.Id));
        Self.Tell(TakeUp.Instance);
    }

    private void AwaitDeadline()
    {
        var left = _state.Remaining(Now);
        Timers.StartSingleTimer(nameof(DeadlineReached), DeadlineReached.Instance, left > TimeSpan.Zero ? left : TimeSpan.Zero);
        Timers.StartPeriodicTimer(nameof(ResendSteps), ResendSteps.Instance, _rules.ResendAfter);
    }

    private void Plan() => _planner.Tell(new MakePlan(
        _state.Id, _state.View!.Spec.Text, _state.View.Spec.Pictures.Count, _state.Remaining(Now)));

    private void Send(StepView step)
    {
        var spec = _state.View!.Spec;
        var picture = spec.Pictures[_state.View.Plan!.Steps.First(planned => planned.Id == step.Id).Picture];
        var remaining = _state.Remaining(Now);
        if (remaining > TimeSpan.Zero)
            _devices.Tell(new DeviceCommands.RunStep(
                Device, KeyOf(step), step.Task, step.Question, picture, spec.AccuracyLossBudget, remaining, spec.AllowEdge, _trace.ParentOf(step.Id)));
    }

    private DeviceId Device => _state.View!.Spec.Device ?? DeviceId.EdgePool(_state.Id);

    private StepKey KeyOf(StepView step) => new(_state.Id, step.Id, step.Attempts);

    private void Follow(long after)
    {
        if (!_followers.ContainsKey(Sender))
            Context.Watch(Sender);
        _followers[Sender] = after;
        // The others know: where thousands follow, one of them asks again every millisecond or so.
        if (after < _state.History.Count)
            Tell([Sender]);
    }

    private void TellFollowers() => Tell([.. _followers.Keys]);

    /// <summary>Tells each of these followers what it has not seen, with the request as it stood right after.</summary>
    private void Tell(IReadOnlyList<IActorRef> followers)
    {
        if (followers.Count == 0)
            return;
        var (state, sequence) = (RequestState.Empty(_state.Id), 0L);
        foreach (var happened in _state.History)
        {
            state = state.Apply(happened);
            sequence++;
            foreach (var follower in followers)
                if (_followers[follower] < sequence)
                    follower.Tell(new RequestEvent(_state.Id, sequence, happened.At, KindOf(happened), state.View!));
        }
        foreach (var follower in followers)
            _followers[follower] = Math.Max(_followers[follower], sequence);
    }

    private void Forget(IActorRef follower)
    {
        if (_followers.Remove(follower))
            Context.Unwatch(follower);
    }

    private static string KindOf(IRequestEvent happened) => happened switch
    {
        RequestAccepted => RequestEventKinds.Accepted,
        RequestPlanned => RequestEventKinds.Planned,
        StepStarted => RequestEventKinds.StepStarted,
        StepCompleted => RequestEventKinds.StepCompleted,
        StepAttemptFailed => RequestEventKinds.StepFailed,
        RequestCompleted => RequestEventKinds.Completed,
        _ => RequestEventKinds.Failed,
    };

    /// <summary>The write may or may not have happened; the entity stops and its next start finds out. Submitting again is safe.</summary>
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        _submitter?.Tell(JournalFailed(cause));
        base.OnPersistFailure(cause, @event, sequenceNr);
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        _submitter?.Tell(JournalFailed(cause));
        base.OnPersistRejected(cause, @event, sequenceNr);
    }

    private RequestRejected JournalFailed(Exception cause) => new(_state.Id, new(
        FailureCodes.JournalUnavailable, $"The journal did not take request {_state.Id}: {cause.Message}. Submit it again with the same id.",
        TimeSpan.FromSeconds(5)));

    private sealed record DeadlineReached : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static DeadlineReached Instance { get; } = new();
    }

    private sealed record ResendSteps : INotInfluenceReceiveTimeout, INoSerializationVerificationNeeded
    {
        public static ResendSteps Instance { get; } = new();
    }

    private sealed record TakeUp : INoSerializationVerificationNeeded
    {
        public static TakeUp Instance { get; } = new();
    }

    private sealed record RetryStep(int Step) : INoSerializationVerificationNeeded;

    /// <summary>Ends the entity once every write before it is done.</summary>
    public sealed record Stop : INoSerializationVerificationNeeded
    {
        public static Stop Instance { get; } = new();
    }
}
