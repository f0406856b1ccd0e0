using Akka.Actor;
using Akka.Cluster.Sharding;
using EdgeActors.Actors.Coordinators;
using EdgeActors.Actors.Sessions;
using EdgeActors.Inference.Bundles;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using static EdgeActors.Actors.Coordinators.CoordinatorMessages;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceQueries;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Devices;

/// <summary>
/// The twin of one device, or one place of the edge pool. Commands: <see cref="ConnectDevice"/>, <see cref="DisconnectDevice"/>,
/// <see cref="RunStep"/>, <see cref="CancelStep"/>, <see cref="PinSplit"/>, <see cref="SendTraining"/>. Queries: <see cref="GetDevice"/>. Owns the link estimate
/// and a coordinator for each model. Answers every step before its time is up, and a repeated one with the same outcome.
/// </summary>
public sealed class DeviceActor : ReceiveActor, IWithTimers
{
    /// <summary>A twin that has just moved waits so long for its session to find it, before it calls a device unknown.</summary>
    public static readonly TimeSpan Patience = DeviceSessionActor.AnnounceEvery + TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan TellDirectoryEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckLinkEvery = TimeSpan.FromMilliseconds(200);

    private readonly IActorRef _directory;
    private readonly IActorRef _training;
    private readonly EdgeServices _services;
    private readonly Dictionary<StepKey, IActorRef> _requesters = [];
    private readonly Dictionary<string, IActorRef> _coordinators = [];
    private readonly Dictionary<string, AgreedSplit> _splits = [];
    private readonly List<(RunStep Step, IActorRef Requester)> _early = [];
    private readonly TwinLink _link;
    private DeviceState _state;
    private IActorRef _session = ActorRefs.Nobody;

    public DeviceActor(DeviceId id, IActorRef directory, IActorRef training, EdgeServices services)
    {
        (_directory, _training, _services) = (directory, training, services);
        _state = DeviceState.Empty(id, Now);
        _link = new(id, services.Time);
        Streams();
        Steps();
        Link();
        Receive<SendTraining>(send => _session.Tell(send));
        Receive<TrainingReceived>(received => _training.Tell(received));
        Receive<GetDevice>(_ => Sender.Tell(View is { } view ? view : new DeviceUnknown(_state.Id)));
        Receive<TellDirectory>(_ => ShowDirectory());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId id, IActorRef directory, IActorRef training, EdgeServices services) =>
        Akka.Actor.Props.Create(() => new DeviceActor(id, directory, training, services));

    protected override void PreStart()
    {
        if (_state.Id.IsEdgePool)
            return;
        Timers.StartSingleTimer(nameof(PatienceIsOver), PatienceIsOver.Instance, Patience);
        Timers.StartPeriodicTimer(nameof(TellDirectory), TellDirectory.Instance, TellDirectoryEvery);
        Timers.StartPeriodicTimer(nameof(CheckLink), CheckLink.Instance, CheckLinkEvery);
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private void Streams()
    {
        Receive<ConnectDevice>(Connect);
        Receive<DisconnectDevice>(gone => Disconnect(gone.Session));
        Receive<SessionStopped>(stopped => Disconnect(stopped.Session));
        Receive<PicturesChanged>(changed => _state = _state.WithPictures(changed.Pictures));
        Receive<PatienceIsOver>(_ => ForgetUnlessKnown());
    }

    private void Connect(ConnectDevice connect)
    {
        if (_state.IsOutdated(connect.Session))
        {
            Sender.Tell(new SessionReplaced(_state.Id, connect.Session));
            return;
        }
        var known = _state.Online && _state.Session == connect.Session;
        if (!known && _state.Online)
            _session.Tell(new SessionReplaced(_state.Id, _state.Session!));
        _state = _state.Connect(connect, Now);
        Sender.Tell(new DeviceWelcomed(_state.Id, connect.Session));
        if (known)
            return;
        _session = Sender;
        Context.WatchWith(_session, new SessionStopped(connect.Session));
        _link.Reset();
        TellCoordinators(new SessionChanged(_session, connect.Hello));
        CoordinateAll();
        foreach (var (step, requester) in _early)
            Run(step, requester);
        _early.Clear();
        ShowDirectory();
    }

    private void Disconnect(SessionId session)
    {
        var after = _state.Disconnect(session, Now);
        if (after == _state)
            return;
        _state = after;
        _session = ActorRefs.Nobody;
        _splits.Clear();
        _link.Lost();
        TellCoordinators(new SessionChanged(null, _state.Hello));
        ShowDirectory();
    }

    private void ForgetUnlessKnown()
    {
        foreach (var (step, requester) in _early)
            requester.Tell(new StepFailed(_state.Id, step.Step, new(
                FailureCodes.DeviceUnknown, $"No device '{_state.Id}' has connected; GET /v1/devices lists those that have.")));
        _early.Clear();
        if (_state.Hello is null)
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
    }

    private void Steps()
    {
        Receive<RunStep>(step =>
        {
            if (_state.Hello is null && !_state.Id.IsEdgePool)
                _early.Add((step, Sender));
            else
                Run(step, Sender);
        });
        Receive<CancelStep>(cancel =>
        {
            _state = _state.Cancel(cancel.Step);
            _requesters.Remove(cancel.Step);
            Timers.Cancel(cancel.Step);
            TellCoordinators(cancel);
        });
        Receive<StepAnswered>(answered => Finish(answered.Step, answered));
        Receive<StepFailed>(failed => Finish(failed.Step, failed));
        Receive<StepExpired>(expired => Finish(expired.Step, new StepFailed(_state.Id, expired.Step, new(
            FailureCodes.DeadlinePassed, $"Step {expired.Step.Step} did not finish in time on device {_state.Id}."))));
        Receive<PinSplit>(Pin);
        Receive<SplitAgreed>(agreed => _splits[agreed.Split.Pair.Model.Value] = agreed.Split);
    }

    private void Pin(PinSplit pin)
    {
        if (_state.Hello is null)
            Sender.Tell(new DeviceUnknown(_state.Id));
        else if (_services.Library.Bundles.FirstOrDefault(bundle => bundle.Model == pin.Model.Value) is { } bundle)
            CoordinatorOf(bundle).Forward(pin);
        else
            Sender.Tell(new PinRefused(_state.Id, pin.Model, new(FailureCodes.ModelMissing, $"Edge {_services.Edge} has no model '{pin.Model}'.")));
    }

    private void Run(RunStep step, IActorRef requester)
    {
        if (_state.Outcomes.TryGetValue(step.Step, out var outcome))
        {
            requester.Tell(outcome);
            return;
        }
        _requesters[step.Step] = requester;
        if (_state.InFlight.Contains(step.Step))
            return;
        _state = _state.Start(step.Step);
        _link.Used();
        if (Fault(step) is { } fault)
        {
            Finish(step.Step, new StepFailed(_state.Id, step.Step, fault));
            return;
        }
        Timers.StartSingleTimer(step.Step, new StepExpired(step.Step), step.Remaining);
        CoordinatorOf(_services.Library.ForTask(step.Task)!).Tell(step);
    }

    private Failure? Fault(RunStep step) => step switch
    {
        _ when _services.Library.ForTask(step.Task) is null =>
            new(FailureCodes.ModelMissing, $"Edge {_services.Edge} has no model for {step.Task}.", TimeSpan.FromSeconds(2)),
        { Picture.OnDevice: { } picture } when _state.Lacks(picture) =>
            new(FailureCodes.PictureMissing, $"Device {_state.Id} holds no picture '{picture}'."),
        { Picture.OnDevice: not null } or { AllowEdge: false } when !_state.Online && !_state.Id.IsEdgePool => Offline,
        _ => null,
    };

    private Failure Offline => new(FailureCodes.DeviceOffline, $"Device {_state.Id} is offline since {_state.ChangedAt:u}.", TimeSpan.FromSeconds(3));

    /// <summary>Splits are negotiated before the first step comes, or it would wait for the model to be fetched.</summary>
    private void CoordinateAll()
    {
        foreach (var bundle in _services.Library.Bundles)
            CoordinatorOf(bundle);
    }

    private IActorRef CoordinatorOf(Bundle bundle)
    {
        if (_coordinators.TryGetValue(bundle.Id, out var coordinator))
            return coordinator;
        coordinator = Context.ActorOf(CoordinatorActor.Props(_state.Id, bundle, _services), $"{bundle.Model}-{bundle.Id[..12]}");
        coordinator.Tell(new SessionChanged(_state.Online ? _session : null, _state.Hello));
        coordinator.Tell(new LinkChanged(_link.Current));
        return _coordinators[bundle.Id] = coordinator;
    }

    private void Finish(StepKey step, IDeviceMessage outcome)
    {
        var after = _state.End(step, outcome);
        if (after == _state)
            return;
        _state = after;
        _link.Used();
        Timers.Cancel(step);
        if (_requesters.Remove(step, out var requester))
            requester.Tell(outcome);
    }

    private void Link()
    {
        Receive<LinkMeasured>(measured =>
        {
            if (_link.Observe(measured))
                TellCoordinators(new LinkChanged(_link.Current));
            Probe();
        });
        Receive<ProfilesReported>(TellCoordinators);
        Receive<CheckLink>(_ =>
        {
            if (!_state.Online)
                return;
            CoordinateAll(); // models may have come since
            Probe();
        });
    }

    private void Probe()
    {
        if (_state.Online && _link.Due() is { } probe)
            _session.Tell(probe);
    }

    private void TellCoordinators(object message)
    {
        foreach (var coordinator in _coordinators.Values)
            coordinator.Tell(message);
    }

    private void ShowDirectory()
    {
        if (View is { } view)
            _directory.Tell(new DeviceSeen(view with { Hello = view.Hello.InBrief() }));
    }

    private DeviceView? View => _state.Hello is not { } hello ? null : new(
        _state.Id, _state.Online, _state.Edge, _state.ChangedAt, hello,
        _link.View,
        _splits.Values.OrderBy(split => split.Pair.Model).ToValueArray(), _state.InFlight.Count, _state.Done, _state.Failed);

    private sealed record SessionStopped(SessionId Session) : INoSerializationVerificationNeeded;

    private sealed record StepExpired(StepKey Step) : INoSerializationVerificationNeeded;

    private sealed record PatienceIsOver : INoSerializationVerificationNeeded
    {
        public static PatienceIsOver Instance { get; } = new();
    }

    private sealed record TellDirectory : INoSerializationVerificationNeeded
    {
        public static TellDirectory Instance { get; } = new();
    }

    private sealed record CheckLink : INoSerializationVerificationNeeded
    {
        public static CheckLink Instance { get; } = new();
    }
}
