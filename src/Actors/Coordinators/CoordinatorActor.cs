using Akka.Actor;
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
using HopNames = EdgeActors.Messages.HopNames;

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
    private readonly Dictionary<StepKey, RunStep> _running = [];
    private readonly Dictionary<StepKey, string?> _alone = [];
    private readonly List<(RunStep Step, long Since)> _waiting = [];
    private CoordinatorState _state = CoordinatorState.Empty;
    private IActorRef? _session;
    private DeviceHello? _hello;
    private double _budget = 0.01;
    private PinSplit? _pin;

    public CoordinatorActor(DeviceId device, Bundle bundle, EdgeServices services)
    {
        (_device, _bundle, _services) = (device, bundle, services);
        _evidence = new(bundle, services.Library.ProfilesOf(bundle), services.Time);
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
            _state = _state.Reconnected;
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
            if (answered.Accepted)
            {
                _state = _state.Accept(answered.Proposal, Now);
                _session?.Tell(new CommitPair(_device, answered.Proposal, pending.Choice.Pair.ToMessage()));
                Context.Parent.Tell(new SplitAgreed(_state.View(SplitTranslation.ToMessage)!));
            }
            else
                _state = _state.Refuse(answered.Proposal, Now);
            Reconsider();
            RunWaiting();
        });
        Receive<ProposalExpired>(expired =>
        {
            _state = _state.Refuse(expired.Proposal, Now);
            Reconsider();
        });
        Receive<FilesReady>(ready =>
        {
            if (_state.Pending?.Id == ready.Proposal)
                _session?.Tell(new ProposePair(_device, ready.Proposal, _state.Pending.Choice.Pair.ToMessage(), ready.Files));
        });
        Receive<FilesMissing>(missing => _state = _state.Refuse(missing.Proposal, Now));
    }

    /// <summary>Something has changed: is another pair worth agreeing on?</summary>
    private void Reconsider()
    {
        if (_session is null || _hello is null)
            return;
        var open = _state.Open(Candidates, Now);
        if (open.Count == 0)
            return;
        var conditions = _evidence.Conditions(_budget);
        var whole = open.FirstOrDefault(candidate => candidate.IsAllOnDevice);
        var fits = whole is not null && !(whole.HeadMemoryBytes > conditions.DeviceMemoryBytes);
        var wanted = fits && _state.NeedsWholeModel(Now)
            ? new SplitChooser([whole!]).Best(conditions)
            : new SplitChooser(open).Choose(conditions, _state.Agreed);
        var before = _state.Pending;
        _state = _state.Want(wanted);
        if (_state.Pending is { } proposal && proposal != before)
            Propose(proposal);
    }

    private void Propose(PendingProposal proposal)
    {
        Timers.StartSingleTimer(nameof(ProposalExpired), new ProposalExpired(proposal.Id), ProposalDeadline);
        FilesOfAsync(proposal).PipeTo(Self, success: files => new FilesReady(proposal.Id, files), failure: _ => new FilesMissing(proposal.Id));
    }

    private async Task<ValueArray<BlobRef>> FilesOfAsync(PendingProposal proposal)
    {
        await Task.Yield();
        if (_bundle.HeadFile(proposal.Choice.Pair.Cut) is not { } head)
            return [];
        var cache = _services.Library.Cache;
        var files = new List<BlobRef>
        {
            await _services.Blobs.AddFileAsync(cache.PathOf(_bundle.Id), "application/json", CancellationToken.None),
            await _services.Blobs.AddFileAsync(cache.PathOf(head.Sha256), "application/onnx", CancellationToken.None),
        };
        foreach (var file in _bundle.FilesBeside(proposal.Choice.Pair.Cut))
            files.Add(await _services.Blobs.AddFileAsync(cache.PathOf(file.Sha256), "application/octet-stream", CancellationToken.None));
        return files.ToValueArray();
    }

    private IReadOnlyList<SplitCandidate> Candidates => _pin is { } pin ? [.. _evidence.Candidates.Where(candidate => Fits(candidate, pin))] : _evidence.Candidates;

    private static bool Fits(SplitCandidate candidate, PinSplit pin) =>
        candidate.Pair.Cut == pin.Cut && (pin.Codec is null || candidate.Pair.Codec == pin.Codec);

    private void Pin(PinSplit pin)
    {
        if (pin.Cut is not null && !_evidence.Candidates.Any(candidate => Fits(candidate, pin)))
        {
            Sender.Tell(new PinRefused(_device, pin.Model, new(FailureCodes.InvalidRequest,
                $"{_bundle.Model} has no split '{pin.Cut}' with codec '{pin.Codec ?? "any"}'; there are {string.Join(", ", _evidence.Candidates.Select(candidate => $"{candidate.Pair.Cut}/{candidate.Pair.Codec}"))}.")));
            return;
        }
        _pin = pin.Cut is null ? null : pin;
        Sender.Tell(new SplitPinned(_device, pin.Model, pin.Cut, pin.Codec));
        Reconsider();
    }

    private void Steps()
    {
        Receive<RunStep>(step =>
        {
            _budget = step.AccuracyLossBudget;
            _running[step.Step] = step;
            Run(step);
        });
        Receive<CancelStep>(cancel =>
        {
            _waiting.RemoveAll(waiting => waiting.Step.Step == cancel.Step);
            if (_running.Remove(cancel.Step))
                _session?.Tell(cancel);
        });
        Receive<StepAnswered>(Answered);
        Receive<StepFailed>(Failed);
        Receive<WaitedEnough>(enough =>
        {
            if (_waiting.RemoveAll(waiting => waiting.Step.Step == enough.Step) > 0 && _running.TryGetValue(enough.Step, out var step))
                WithoutHead(step);
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
        // An uploaded picture is on the edge already: sending it there from the device would be a detour.
        var usable = _state.Usable(Candidates).Where(candidate => step.Picture.Blob is null || !candidate.SendsPicture).ToList();
        if (usable.Count == 0)
            return null;
        var choice = new SplitChooser(usable).Choose(_evidence.Conditions(step.AccuracyLossBudget, bytes), _state.Agreed);
        return choice.MeetsConstraints || !choice.Candidate.SendsPicture ? choice : null;
    }

    private void WaitForHead(RunStep step)
    {
        _waiting.Add((step, _services.Time.GetTimestamp()));
        Timers.StartSingleTimer(step.Step, new WaitedEnough(step.Step), step.Remaining / 2);
        Reconsider();
    }

    private void RunWaiting()
    {
        var waiting = _waiting.ToList();
        _waiting.Clear();
        foreach (var (step, since) in waiting)
        {
            Timers.Cancel(step.Step);
            var left = step.Remaining - _services.Time.GetElapsedTime(since);
            if (_running.ContainsKey(step.Step))
                Run(step with { Remaining = left });
        }
    }

    private void WithoutHead(RunStep step) => WithoutDevice(step with { Remaining = step.Remaining / 2 }, new(
        FailureCodes.PolicyRefused, $"Device {_device} has not taken any part of {_bundle.Model} that its policy allows to run."));

    /// <summary>The edge answers an uploaded picture alone where the request allows it; a picture on the device fails with the reason.</summary>
    private void WithoutDevice(RunStep step, Failure failure)
    {
        if (step.AllowEdge && step.Picture.Blob is not null)
            RunAlone(step, failure.Reason);
        else
            Finish(new StepFailed(_device, step.Step, failure));
    }

    private void RunAlone(RunStep step, string? reason)
    {
        _alone[step.Step] = reason;
        var candidate = _evidence.Candidates.First(candidate => candidate.SendsPicture);
        var predicted = new SplitChooser([candidate]).Best(_evidence.Conditions(1) with { Link = LinkEstimate.Guess, FeaturesOnly = false }).Hops
            .Where(hop => hop.Name != HopNames.Uplink).ToMessage();
        Context.ActorOf(TailStepActor.Props(
            new(_device, step.Step, step.Task, _bundle.Version, candidate.Pair.ToMessage(), step.Question, step.Picture, predicted, step.Remaining, step.TraceParent),
            _bundle, _services.Library, null, _services.Blobs, _services.Partitions, _services.Time));
    }

    private void Answered(StepAnswered answered)
    {
        var (pair, result) = (answered.Result.Pair, answered.Result);
        foreach (var hop in result.Hops)
            _evidence.Observe(pair, hop);
        Finish(_alone.Remove(answered.Step, out var reason) && reason is not null
            ? answered with { Result = result with { DegradedReason = $"The edge answered alone: {reason}" } }
            : answered);
        Reconsider();
    }

    private void Failed(StepFailed failed)
    {
        if (!_running.TryGetValue(failed.Step, out var step))
            return;
        var wasAlone = _alone.Remove(failed.Step);
        if (!wasAlone && failed.Failure.Code is FailureCodes.LinkLost or FailureCodes.DeviceOffline or FailureCodes.BundleRefused)
            WithoutDevice(step, failed.Failure);
        else
            Finish(failed);
    }

    private void Finish(IDeviceMessage outcome)
    {
        var key = outcome is StepAnswered answered ? answered.Step : ((StepFailed)outcome).Step;
        if (_running.Remove(key))
            Context.Parent.Tell(outcome);
    }

    private sealed record FilesReady(string Proposal, ValueArray<BlobRef> Files) : INoSerializationVerificationNeeded;

    private sealed record FilesMissing(string Proposal) : INoSerializationVerificationNeeded;

    private sealed record ProposalExpired(string Proposal) : INoSerializationVerificationNeeded;

    private sealed record WaitedEnough(StepKey Step) : INoSerializationVerificationNeeded;
}
