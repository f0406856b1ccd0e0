using System.Reflection;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Coordinators;
using EdgeActors.Actors.Steps;
using EdgeActors.Inference.Bundles;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using EdgeActors.Messages.Requests;
using static EdgeActors.Actors.Agents.AgentSeam;
using static EdgeActors.Actors.Agents.AloneRequestActor;
using static EdgeActors.Actors.Agents.HeadTrialActor;
using static EdgeActors.Actors.Steps.HeadStepActor;
using PartitionProfile = EdgeActors.Inference.Splits.PartitionProfile;
using PartitionSide = EdgeActors.Inference.Splits.PartitionSide;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Agents;

/// <summary>
/// The agent of one physical device: its pictures, its heads, its word in agreeing on a split. From the link: <see cref="LinkUp"/>,
/// <see cref="LinkDown"/>, <see cref="EdgeFrame"/>. From the host: <see cref="SubmitHere"/>, <see cref="KeepPicture"/>,
/// <see cref="PicturesRescanned"/>, <see cref="GetStatus"/>, and <see cref="DeviceFrame"/>s to be sent (training). Without a link it
/// answers its own requests alone where it holds the model, and says so.
/// </summary>
public sealed class DeviceAgentActor : ReceiveActor, IWithTimers
{
    private readonly DeviceId _device;
    private readonly AgentOptions _options;
    private readonly AgentServices _services;
    private readonly PictureFolder _pictures;
    private readonly SlowerDevice _pace;
    private readonly string _incarnation;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, IActorRef> _steps = [];
    private readonly Dictionary<string, SplitPair> _accepted = [];
    private readonly Dictionary<SplitPair, AgreedPair> _agreed = [];
    private readonly Dictionary<(string Bundle, string Cut, PartitionSide Side, string Codec), PartitionProfile> _profiles = [];
    private readonly Dictionary<RequestId, Submission> _submissions = [];
    private string? _edge;

    public DeviceAgentActor(DeviceId device, AgentOptions options, AgentServices services)
    {
        (_device, _options, _services) = (device, options, services);
        _pictures = new(options.PictureFolder);
        _pace = new(options.Slowdown);
        _incarnation = Guid.CreateVersion7(services.Time.GetUtcNow()).ToString("n");
        Link();
        Work();
        Submissions();
        Receive<PicturesRescanned>(_ => Write(new() { Pictures = new() { Pictures = { _pictures.List().Select(DeviceMapping.ToLink) } } }));
        Receive<KeepPicture>(Keep);
        Receive<GetStatus>(_ => Sender.Tell(new AgentStatus(
            _device, _edge, _pictures.List().Select(picture => picture.Id).ToValueArray(), services.Library.Cache.Bundles.ToValueArray(),
            _agreed.Values.ToValueArray())));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(DeviceId device, AgentOptions options, AgentServices services) =>
        Akka.Actor.Props.Create(() => new DeviceAgentActor(device, options, services));

    /// <summary>A step, trial or request that fails in an unforeseen way is over; its deadline at the edge, or here, answers for it.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PostStop()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Link()
    {
        Receive<LinkUp>(_ => Write(new() { Hello = Hello().ToLink(_device) }));
        Receive<LinkDown>(down =>
        {
            _edge = null;
            foreach (var step in _steps.Values)
                Context.Stop(step);
            _steps.Clear();
            foreach (var (id, submission) in _submissions.ToList())
                Alone(id, submission, $"the link to the edge broke ({down.Reason})");
        });
        Receive<EdgeFrame>(Handle);
        Receive<DeviceFrame>(Write);
    }

    private void Handle(EdgeFrame frame)
    {
        switch (frame.BodyCase)
        {
            case EdgeFrame.BodyOneofCase.Welcome:
                _edge = frame.Welcome.Edge;
                break;
            case EdgeFrame.BodyOneofCase.Refusal:
                Context.GetLogger().Error("The edge refuses device {0}: {1} ({2})", _device, frame.Refusal.Reason, frame.Refusal.Code);
                break;
            case EdgeFrame.BodyOneofCase.Propose:
                Context.ActorOf(HeadTrialActor.Props(frame.Propose, Refusal, _services, _options.Slowdown, IsTimed(frame.Propose.Pair)));
                break;
            case EdgeFrame.BodyOneofCase.Commit:
                var pair = frame.Commit.Pair.ToDomain();
                if (_accepted.Remove(frame.Commit.Proposal))
                    _agreed[pair] = new(frame.Commit.Proposal, pair);
                break;
            case EdgeFrame.BodyOneofCase.RunStep:
                Run(frame.RunStep, frame.TraceParent);
                break;
            case EdgeFrame.BodyOneofCase.CancelStep:
                if (_steps.Remove(frame.CancelStep.Step, out var step))
                    Context.Stop(step);
                break;
            case EdgeFrame.BodyOneofCase.Probe:
                _ = EchoAsync(frame.Probe);
                break;
            case EdgeFrame.BodyOneofCase.RequestUpdate:
                Update(frame.RequestUpdate);
                break;
            case EdgeFrame.BodyOneofCase.Training:
                _services.Training.Tell(frame.Training);
                break;
        }
    }

    /// <summary>No edge has a reason to ask for a larger probe.</summary>
    private const int LargestEcho = 1 << 20;

    private DeviceHello Hello() => new(
        _incarnation, $"EdgeActors {Assembly.GetExecutingAssembly().GetName().Version}",
        new(Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            typeof(Microsoft.ML.OnnxRuntime.InferenceSession).Assembly.GetName().Version?.ToString() ?? "", 0, 0),
        _options.Policy, _pictures.List(), _services.Library.Cache.Bundles.ToValueArray(),
        _profiles.Values.Select(SplitTranslation.ToMessage).ToValueArray(), _options.DataSets, _options.Labels);

    private void Work()
    {
        Receive<TrialDone>(done =>
        {
            if (done.Failure is { } failure)
            {
                Write(new() { ProposalAnswer = new() { Proposal = done.Propose.Proposal, Code = failure.Code, Reason = failure.Reason } });
                return;
            }
            foreach (var profile in done.Profiles)
                _profiles[(profile.Bundle, profile.Cut, profile.Side, profile.Codec)] = profile;
            if (done.Profiles.Count > 0)
                Write(new() { Profiles = new() { Profiles = { done.Profiles.Select(profile => profile.ToMessage().ToLink()) } } });
            _accepted[done.Propose.Proposal] = done.Propose.Pair.ToDomain();
            Write(new() { ProposalAnswer = new() { Proposal = done.Propose.Proposal, Accepted = true } });
        });
        Receive<HeadDone>(done =>
        {
            _steps.Remove(done.Step.Step);
            if (done.Answer is { } answer)
                Write(new() { StepAnswered = new() { Step = done.Step.Step, Pair = done.Step.Pair, Answer = answer.ToWire(), Hops = { done.Hops.Select(hop => hop.ToWire()) } } });
            else if (done.Failure is { } failure)
                Write(new() { StepFailed = new() { Step = done.Step.Step, Code = failure.Code, Reason = failure.Reason } });
        });
    }

    private bool IsTimed(Pair pair) => _profiles.ContainsKey((pair.Bundle, pair.Cut, PartitionSide.Head, ""));

    /// <summary>What the device's owner has not allowed.</summary>
    private Failure? Refusal(Bundle? bundle, Pair pair)
    {
        if (pair.Cut == CutNames.Input && _options.Policy.FeaturesOnly)
            return new("policy", $"Device {_device} sends features only, no pictures.");
        if (bundle is null || _options.Policy.MaxHeadMemoryBytes is not (> 0 and var most))
            return null;
        var needed = pair.Cut == CutNames.Output ? bundle.PeakBytes : bundle.Cut(pair.Cut).HeadPeakBytes;
        return needed > most ? new("memory", $"The head at {pair.Cut} needs {needed} bytes; device {_device} spares {most}.") : null;
    }

    private void Run(RunStep step, string traceParent)
    {
        if (_steps.ContainsKey(step.Step))
            return; // a resend of what already runs
        if (step.Pair.Cut == CutNames.Input && _options.Policy.FeaturesOnly)
        {
            Write(new() { StepFailed = new() { Step = step.Step, Code = FailureCodes.PolicyRefused, Reason = $"Device {_device} sends features only, no pictures." } });
            return;
        }
        _steps[step.Step] = Context.ActorOf(HeadStepActor.Props(step, traceParent, _services.Library.Find(step.Pair.Bundle), _pictures, _services, _pace));
    }

    private void Submissions()
    {
        Receive<SubmitHere>(Submit);
        Receive<AloneDone>(done => Settle(done.View.Request, new(done.View, null)));
        Receive<Unheard>(unheard =>
        {
            if (_submissions.TryGetValue(unheard.Request, out var submission) && !submission.Accepted)
                Alone(unheard.Request, submission, "the cloud did not take the request in time");
        });
        Receive<Expired>(expired => Settle(expired.Request, new(null, new(FailureCodes.DeadlinePassed, "The deadline passed before the request's end was known."))));
    }

    private void Submit(SubmitHere submit)
    {
        var submission = new Submission(submit, Sender, _services.Time.GetTimestamp(), false, false);
        _submissions[submit.Request] = submission;
        Timers.StartSingleTimer(submit.Request, new Expired(submit.Request), submit.Deadline + TimeSpan.FromMilliseconds(200));
        if (_edge is null)
        {
            Alone(submit.Request, submission, "there is no link to an edge");
            return;
        }
        Timers.StartSingleTimer((submit.Request, nameof(Unheard)), new Unheard(submit.Request), submit.Deadline / 3);
        Write(new()
        {
            Submit = new()
            {
                RequestId = submit.Request.Value,
                Text = submit.Text,
                Pictures = { submit.Pictures },
                AccuracyLossBudget = submit.AccuracyLossBudget,
                RemainingMs = submit.Deadline.TotalMilliseconds,
            },
        });
    }

    private void Update(RequestUpdate update)
    {
        if (!Identifier.IsValid(update.RequestId) || !_submissions.TryGetValue(new(update.RequestId), out var submission) || submission.Alone)
            return;
        var id = new RequestId(update.RequestId);
        _submissions[id] = submission with { Accepted = true };
        if (update.Code.Length > 0)
            Settle(id, new(null, new(update.Code, update.Reason)));
        else if (RequestStatuses.IsFinal(update.Status))
            Settle(id, new(update.Body.ToView(), null));
    }

    private void Alone(RequestId id, Submission submission, string reason)
    {
        if (submission.Alone)
            return;
        _submissions[id] = submission with { Alone = true };
        var left = submission.Submit.Deadline - _services.Time.GetElapsedTime(submission.Since);
        Context.ActorOf(AloneRequestActor.Props(
            submission.Submit with { Deadline = left }, _device, $"The device answered alone: {reason}", _pictures, _services, _pace));
    }

    private void Settle(RequestId id, LocalOutcome outcome)
    {
        if (!_submissions.Remove(id, out var submission))
            return;
        Timers.Cancel(id);
        Timers.Cancel((id, nameof(Unheard)));
        submission.Requester.Tell(outcome);
    }

    private void Keep(KeepPicture keep)
    {
        try
        {
            Sender.Tell(new PictureKept(_pictures.Keep(keep.MediaType, keep.Bytes.Span)));
            Self.Tell(new PicturesRescanned());
        }
        catch (ArgumentException failure)
        {
            Sender.Tell(new LocalOutcome(null, new(FailureCodes.PictureUnreadable, failure.Message)));
        }
    }

    /// <summary>A frame that cannot be sent is lost with its link: the edge fails its steps by itself, and Hello is said again.</summary>
    private void Write(DeviceFrame frame) => _ = SendAsync(frame);

    private async Task SendAsync(DeviceFrame frame)
    {
        try
        {
            await _services.Link.SendAsync(frame, _stopping.Token);
        }
        catch (Exception gone) when (gone is LinkDownException or OperationCanceledException)
        {
        }
    }

    /// <summary>By the way that features take, so that what it costs is what they cost; on the control stream it would hold up answers.</summary>
    private async Task EchoAsync(Probe probe)
    {
        try
        {
            await _services.Link.SendTensorAsync(new() { Probe = probe.Id }, new byte[Math.Clamp(probe.EchoBytes, 0, LargestEcho)], _stopping.Token);
        }
        catch (Exception gone) when (gone is LinkDownException or OperationCanceledException)
        {
        }
    }

    private sealed record Submission(SubmitHere Submit, IActorRef Requester, long Since, bool Accepted, bool Alone);

    private sealed record Unheard(RequestId Request) : INoSerializationVerificationNeeded;

    private sealed record Expired(RequestId Request) : INoSerializationVerificationNeeded;
}
