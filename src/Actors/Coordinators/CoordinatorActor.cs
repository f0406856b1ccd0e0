using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Steps;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using static EdgeActors.Actors.Coordinators.CoordinatorMessages;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Actors.Coordinators;

/// <summary>
/// The split of one model between one device and its edge. From the twin: <see cref="RunStep"/>, <see cref="CancelStep"/>,
/// <see cref="PinSplit"/>, <see cref="SessionChanged"/>, <see cref="LinkChanged"/>, <see cref="ProfilesReported"/>. Tells the twin every step's outcome, and
/// <see cref="SplitAgreed"/>. Chooses by measured times and the link's goodput; negotiates beside the traffic, so that a step never waits
/// for an agreement that is only better. When the device is gone the edge runs uploaded pictures alone, and says so.
/// </summary>
public sealed class CoordinatorActor : ReceiveActor, IWithTimers
{
    /// <summary>Fetching a head over a slow link takes its time; a device that stays mute longer has refused.</summary>
    private static readonly TimeSpan ProposalDeadline = TimeSpan.FromSeconds(60);

    private readonly DeviceId _device;
    private readonly Bundle _bundle;
    private readonly EdgeServices _services;
    private readonly SplitEvidence _evidence;
    private readonly SplitChoosers _choosers;
    private readonly HeadFiles _files;
    private readonly CoordinatedSteps _steps;
    private CoordinatorState _state = CoordinatorState.Empty;
    private IActorRef? _session;
    private DeviceHello? _hello;
    private double _budget = 0.01;
    private SplitChooser? _readied;

    public CoordinatorActor(DeviceId device, Bundle bundle, EdgeServices services)
    {
        (_device, _bundle, _services) = (device, bundle, services);
        _evidence = new(bundle, () => services.Library.ProfilesOf(bundle), services.Time);
        _choosers = new(_evidence, services.Time);
        _steps = new(services.Time);
        _files = new(bundle, services);
        Conditions();
        Negotiation();
        Steps();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId device, Bundle bundle, EdgeServices services) =>
        Akka.Actor.Props.Create(() => new CoordinatorActor(device, bundle, services));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private void Conditions()
    {
        Receive<SessionChanged>(changed =>
        {
            (_session, _hello) = (changed.Session, changed.Hello);
            (_state, _readied) = (_state.Reconnected, null);
            Timers.Cancel(nameof(ProposalExpired));
            _evidence.Policy = _hello?.Policy;
            _evidence.Learn(_hello?.Profiles ?? []);
            Reconsider();
            RunWaiting();
        });
        Receive<LinkChanged>(changed =>
        {
            _evidence.Link = changed.Link;
            Reconsider();
        });
        Receive<ProfilesReported>(reported =>
        {
            _evidence.Learn(reported.Profiles);
            Reconsider();
        });
    }

    private void Negotiation()
    {
        Receive<PinSplit>(Pin);
        Receive<ProposalAnswered>(answered =>
        {
            if (_state.Pending is not { } pending || pending.Id != answered.Proposal)
                return;
            Timers.Cancel(nameof(ProposalExpired));
            if (answered.Failure is { } failure)
            {
                Refused(pending, failure.Reason);
                return;
            }
            _state = _state.Accept(answered.Proposal, Now);
            if (!pending.Ahead)
            {
                _session?.Tell(new CommitPair(_device, answered.Proposal, pending.Choice.Pair.ToMessage()));
                ShowSplit();
            }
            Reconsider();
            RunWaiting();
        });
        Receive<ProposalExpired>(expired => Refused(_state.Pending!, $"the device has not answered in {ProposalDeadline.TotalSeconds:0} s"), expired => IsPending(expired.Proposal));
        Receive<FilesReady>(ready => _session?.Tell(new ProposePair(_device, ready.Proposal, _state.Pending!.Choice.Pair.ToMessage(), ready.Files)), ready => IsPending(ready.Proposal));
        Receive<FilesMissing>(missing => Refused(_state.Pending!, $"this edge can't offer its files: {missing.Reason}"), missing => IsPending(missing.Proposal));
    }

    private bool IsPending(string proposal) => _state.Pending?.Id == proposal;

    /// <summary>The next best is proposed, and steps that waited for this one look for another way.</summary>
    private void Refused(PendingProposal pending, string reason)
    {
        Context.GetLogger().Info("{0} on device {1} is not cut at {2}: {3}", _bundle.Model, _device, pending.Choice.Pair.Cut, reason);
        Timers.Cancel(nameof(ProposalExpired));
        _state = _state.Refuse(pending.Id, Now);
        Reconsider();
        RunWaiting();
    }

    /// <summary>Proposes what is best now, unless it is agreed already.</summary>
    /// <param name="served">A step has just been answered: a better pair has been missed once more.</param>
    private void Reconsider(bool served = false)
    {
        if (_session is null || _device.IsEdgePool || _choosers.ForProposal(_state) is not { } chooser)
            return;
        // How slow the link has become is known when the transfer ends; until then each look at it would name another pair.
        if (_evidence.Link.Unfinished && _state.Agreed is not null)
            return;
        var conditions = _evidence.Conditions(_budget);
        var whole = chooser.Candidates.FirstOrDefault(candidate => candidate.IsAllOnDevice);
        var fits = whole is not null && !(whole.HeadMemoryBytes > conditions.DeviceMemoryBytes);
        var before = _state.Pending;
        var wanted = fits && _state.NeedsWholeModel(Now) ? new SplitChooser([whole!]).Best(conditions) : chooser.Choose(conditions, _state.Present);
        if (!wanted.IsPossible)
            return;
        _state = _state.Want(served ? wanted : wanted with { RegretMs = _state.RegretOf(wanted) });
        if (_state.Pending is null && _steps.None && _readied != chooser)
            GetReady(chooser, conditions);
        if (_state.Pending is { } proposal && proposal != before)
            Propose(proposal);
    }

    /// <summary>Whatever is best at another goodput is brought to the device while nobody waits for it.</summary>
    private void GetReady(SplitChooser chooser, SplitConditions conditions)
    {
        if (chooser.AtAnyGoodput(conditions).FirstOrDefault(choice => !choice.Candidate.SendsPicture && !_state.Held.Contains(choice.Pair.Cut) && _files.AreSoonThere(choice.Pair.Cut, _evidence.Link)) is { } missing)
            _state = _state.GetReady(missing);
        else
            _readied = chooser;
    }

    private void Propose(PendingProposal proposal)
    {
        Timers.StartSingleTimer(nameof(ProposalExpired), new ProposalExpired(proposal.Id), ProposalDeadline);
        _files.OfferAsync(proposal.Choice.Pair.Cut).PipeTo(Self,
            success: files => new FilesReady(proposal.Id, files), failure: cause => new FilesMissing(proposal.Id, cause.GetBaseException().Message));
    }

    private void Pin(PinSplit pin)
    {
        var pinned = pin.Cut is null ? null : new PinnedSplit(pin.Cut, pin.Codec);
        if (pinned?.Refusal(_bundle.Model, _evidence.Candidates) is { } refusal)
        {
            Sender.Tell(new PinRefused(_device, pin.Model, refusal));
            return;
        }
        _state = _state with { Pin = pinned };
        Sender.Tell(new SplitPinned(_device, pin.Model, pin.Cut, pin.Codec));
        Reconsider();
    }

    private void Steps()
    {
        Receive<RunStep>(step =>
        {
            if (_steps.IdleMs is { } pause)
                _evidence.SawPause(pause);
            _budget = step.AccuracyLossBudget;
            _steps.Add(step);
            Run(step);
        });
        Receive<CancelStep>(cancel =>
        {
            if (_steps.Remove(cancel.Step))
                _session?.Tell(cancel);
        });
        Receive<StepAnswered>(Answered);
        Receive<StepFailed>(Failed);
        Receive<WaitedEnough>(enough =>
        {
            if (_steps.StopWaiting(enough.Step) is { } step)
                WithoutDevice(step with { Remaining = step.Remaining / 2 }, new(
                    FailureCodes.PolicyRefused, $"Device {_device} has not taken any part of {_bundle.Model} that its policy allows to run."));
        });
    }

    private void Run(RunStep step)
    {
        if (_device.IsEdgePool)
            RunAlone(step, null);
        else if (_session is null)
            WithoutDevice(step, new(FailureCodes.DeviceOffline, $"Device {_device} is offline.", TimeSpan.FromSeconds(3)));
        else if (ChoiceFor(step) is { } choice)
            _session.Tell(new ExecuteStep(
                _device, step.Step, step.Task, _bundle.Version, choice.Pair.ToMessage(), step.Question, step.Picture,
                choice.Hops.ToMessage(), step.Remaining, step.TraceParent));
        else
            WaitForHead(step);
    }

    /// <summary>
    /// The pair for one step: the agreed one where it meets the step's demands, else the best whose head is there. Null when the device
    /// holds nothing that may run it yet.
    /// </summary>
    private SplitChoice? ChoiceFor(RunStep step)
    {
        var bytes = step.Picture.Blob?.Length ?? _hello!.Pictures.FirstOrDefault(picture => picture.Id == step.Picture.OnDevice)?.Length;
        if (bytes is { } known)
            _evidence.SawPicture(known);
        var choice = _choosers.ForStep(_state, step.Picture.Blob is not null)?.Choose(_evidence.Conditions(step.AccuracyLossBudget, bytes), _state.Present);
        return choice is { IsPossible: true } ? choice : null;
    }

    private void WaitForHead(RunStep step)
    {
        _steps.Waits(step.Step);
        Timers.StartSingleTimer(step.Step, new WaitedEnough(step.Step), step.Remaining / 2);
        Reconsider();
    }

    private void RunWaiting()
    {
        foreach (var step in _steps.StopWaiting())
        {
            Timers.Cancel(step.Step);
            Run(step);
        }
    }

    /// <summary>The edge answers an uploaded picture alone where the request allows it; a picture on the device fails with the reason.</summary>
    private void WithoutDevice(RunStep step, Failure failure)
    {
        if (step.AllowEdge && step.Picture.Blob is not null)
            RunAlone(step, failure.Reason);
        else
            Finish(step.Step, new StepFailed(_device, step.Step, failure));
    }

    private void RunAlone(RunStep step, string? reason)
    {
        _steps.RunsAlone(step.Step, reason);
        var alone = _evidence.OnEdgeAlone();
        Context.ActorOf(TailStepActor.Props(
            new(_device, step.Step, step.Task, _bundle.Version, alone.Pair.ToMessage(), step.Question, step.Picture, alone.Hops.ToMessage(), step.Remaining, step.TraceParent),
            _bundle, _services.Library, null, _services.Blobs, _services.Partitions, _services.Time));
    }

    private void Answered(StepAnswered answered)
    {
        var (pair, result) = (answered.Result.Pair, answered.Result);
        _evidence.Observe(pair, result.Hops);
        _state = _state.Took(pair.ToDomain(), result.Hops.Sum(hop => hop.MeasuredMs));
        Finish(answered.Step, _steps.WhyAlone(answered.Step) is { } reason
            ? answered with { Result = result with { DegradedReason = $"The edge answered alone: {reason}" } }
            : answered);
        Reconsider(served: true);
        ShowSplit();
    }

    private void Failed(StepFailed failed)
    {
        if (_steps.Find(failed.Step) is not { } step)
            return;
        if (!_steps.IsAlone(failed.Step) && failed.Failure.Code is FailureCodes.LinkLost or FailureCodes.DeviceOffline or FailureCodes.BundleRefused)
            WithoutDevice(step, failed.Failure);
        else
            Finish(failed.Step, failed);
    }

    private void Finish(StepKey step, IDeviceMessage outcome)
    {
        if (_steps.Remove(step))
            Context.Parent.Tell(outcome);
    }

    private void ShowSplit()
    {
        if (_state.View(SplitTranslation.ToMessage) is { } split)
            Context.Parent.Tell(new SplitAgreed(split));
    }
}
