using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Sessions.SessionSeam;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;
using CancelStep = EdgeActors.Messages.Devices.DeviceCommands.CancelStep;
using PicturesChanged = EdgeActors.Messages.Devices.SessionReplies.PicturesChanged;
using StepAnswered = EdgeActors.Messages.Devices.DeviceReplies.StepAnswered;
using StepFailed = EdgeActors.Messages.Devices.DeviceReplies.StepFailed;

namespace EdgeActors.Actors.Sessions;

/// <summary>
/// One stream of one device: translates between the twin's messages and frames, runs tails, holds the deadline of every step. From the
/// twin: <see cref="ExecuteStep"/>, <see cref="ProposePair"/>, <see cref="CommitPair"/>, <see cref="ProbeLink"/>, <see cref="CancelStep"/>,
/// <see cref="SendTraining"/>. From the stream: <see cref="DeviceFrame"/>, <see cref="TensorReceived"/>, <see cref="StreamEnded"/>.
/// It keeps nothing: when the stream ends, every step in flight fails with <see cref="FailureCodes.LinkLost"/>.
/// </summary>
public sealed class DeviceSessionActor : ReceiveActor, IWithTimers
{
    /// <summary>How often the twin is told that the device is here; a twin that has moved knows again after this long.</summary>
    public static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(3);

    private readonly DeviceId _device;
    private readonly SessionId _session;
    private readonly ChannelWriter<EdgeFrame> _outbound;
    private readonly IActorRef _devices;
    private readonly EdgeServices _services;
    private readonly IActorRef _submissions;
    private readonly Dictionary<string, StepInFlight> _steps = [];
    private readonly Dictionary<string, IActorRef> _proposals = [];
    private readonly Dictionary<string, (int Bytes, long SentAt, IActorRef Requester)> _probes = [];
    private readonly CancellationTokenSource _stopping = new();
    private DeviceHello? _hello;
    private bool _welcomed;

    public DeviceSessionActor(
        DeviceId device, SessionId session, ChannelWriter<EdgeFrame> outbound, IActorRef devices, IActorRef requests, EdgeServices services)
    {
        (_device, _session, _outbound, _devices, _services) = (device, session, outbound, devices, services);
        _submissions = Context.ActorOf(SubmissionsActor.Props(device, requests, Self, services.Time), "submissions");
        FromStream();
        FromTwin();
        FromTails();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        DeviceId device, SessionId session, ChannelWriter<EdgeFrame> outbound, IActorRef devices, IActorRef requests, EdgeServices services) =>
        Akka.Actor.Props.Create(() => new DeviceSessionActor(device, session, outbound, devices, requests, services));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PostStop()
    {
        foreach (var step in _steps.Values)
            step.Requester.Tell(new StepFailed(_device, step.Step.Step, LinkLost));
        foreach (var (proposal, requester) in _proposals)
            requester.Tell(new ProposalAnswered(_device, proposal, LinkLost));
        _outbound.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Failure LinkLost => new(FailureCodes.LinkLost, $"The link to device {_device} broke.", TimeSpan.FromSeconds(1));

    private void FromStream()
    {
        Receive<DeviceFrame>(Handle);
        Receive<TensorReceived>(Take);
        Receive<StreamEnded>(ended => End(ended.Reason));
    }

    private void FromTwin()
    {
        Receive<AnnounceDevice>(_ => Announce());
        Receive<DeviceWelcomed>(_ => Welcome());
        Receive<SessionReplaced>(_ => End("a newer stream of the same device has taken over"));
        Receive<ExecuteStep>(Start);
        Receive<PictureReady>(ready => Send(ready.Step));
        Receive<StepFailed>(failed => Finish(failed.Step.ToString(), failed));
        Receive<StepExpired>(expired => Expire(expired.Key));
        Receive<CancelStep>(cancel => Cancel(cancel.Step.ToString(), cancel.Reason));
        Receive<ProposePair>(propose =>
        {
            _proposals[propose.Proposal] = Sender;
            BringFilesAsync(propose.Files, _stopping.Token).PipeTo(Self,
                success: () => new FilesHere(propose),
                failure: cause => new FilesAway(propose.Proposal, StepWork.FailureOf(cause)));
        });
        Receive<FilesHere>(here => Write(EdgeFrames.Propose(here.Propose)));
        Receive<FilesAway>(away =>
        {
            if (_proposals.Remove(away.Proposal, out var proposer))
                proposer.Tell(new ProposalAnswered(_device, away.Proposal, away.Failure));
        });
        Receive<CommitPair>(commit => Write(EdgeFrames.Commit(commit)));
        Receive<ProbeLink>(probe =>
        {
            _probes[probe.Probe] = (probe.Bytes, _services.Time.GetTimestamp(), Sender);
            Write(EdgeFrames.Probe(probe));
        });
        Receive<SendTraining>(training => Write(EdgeFrames.Training(training)));
        Receive<EdgeFrame>(Write);
    }

    private void FromTails() => Receive<StepAnswered>(answered => Finish(answered.Step.ToString(), answered));

    private void Handle(DeviceFrame frame)
    {
        if (_hello is null && frame.BodyCase != DeviceFrame.BodyOneofCase.Hello)
        {
            Refuse("hello-first", $"The first frame of device {_device} was {frame.BodyCase}, not Hello.");
            return;
        }
        switch (frame.BodyCase)
        {
            case DeviceFrame.BodyOneofCase.Hello:
                Greet(frame.Hello);
                break;
            case DeviceFrame.BodyOneofCase.ProposalAnswer:
                var answer = frame.ProposalAnswer;
                if (_proposals.Remove(answer.Proposal, out var proposer))
                    proposer.Tell(new ProposalAnswered(_device, answer.Proposal, answer.Accepted ? null : new(answer.Code, answer.Reason)));
                break;
            case DeviceFrame.BodyOneofCase.StepAnswered:
                AnsweredByDevice(frame.StepAnswered);
                break;
            case DeviceFrame.BodyOneofCase.StepFailed:
                if (_steps.TryGetValue(frame.StepFailed.Step, out var step))
                    Finish(step.Key, new StepFailed(_device, step.Step.Step, new(frame.StepFailed.Code, frame.StepFailed.Reason)));
                break;
            case DeviceFrame.BodyOneofCase.Profiles:
                _devices.Tell(new ProfilesReported(_device, frame.Profiles.Profiles.Select(DeviceMapping.ToDomain).ToValueArray()));
                break;
            case DeviceFrame.BodyOneofCase.Pictures:
                _hello = _hello! with { Pictures = frame.Pictures.Pictures.Select(DeviceMapping.ToDomain).ToValueArray() };
                _devices.Tell(new PicturesChanged(_device, _hello.Pictures));
                break;
            case DeviceFrame.BodyOneofCase.ProbeEcho:
                if (_probes.Remove(frame.ProbeEcho.Id, out var probe))
                    Measured(frame.ProbeEcho.Id, probe.Bytes, probe.SentAt, 0);
                break;
            case DeviceFrame.BodyOneofCase.Submit:
                _submissions.Tell(frame.Submit);
                break;
            case DeviceFrame.BodyOneofCase.Training:
                _devices.Tell(new TrainingReceived(_device, frame.Training.Kind, frame.Training.Payload.ToValueArray()));
                break;
            case DeviceFrame.BodyOneofCase.Goodbye:
                End($"the device said goodbye: {frame.Goodbye.Reason}");
                break;
        }
    }

    private void Greet(Hello hello)
    {
        if (hello.DeviceId != _device.Value)
        {
            Refuse("wrong-device", $"The certificate is {_device}'s, the hello says '{hello.DeviceId}'.");
            return;
        }
        _hello = hello.ToDomain();
        Announce();
        Timers.StartPeriodicTimer(AnnounceDevice.Instance, AnnounceDevice.Instance, AnnounceEvery);
    }

    private void Announce() => _devices.Tell(new ConnectDevice(_device, _session, _services.Edge, _hello!));

    private void Welcome()
    {
        if (_welcomed)
            return;
        _welcomed = true;
        Write(EdgeFrames.Welcome(_session, _services.Edge, AnnounceEvery));
    }

    private void Start(ExecuteStep step)
    {
        var flight = new StepInFlight(step, Sender, _services.Time.GetTimestamp());
        if (!_steps.TryAdd(flight.Key, flight))
            return;
        Timers.StartSingleTimer(flight.Key, new StepExpired(flight.Key), step.Remaining);
        if (step.Picture.Blob is { } blob)
            _services.Blobs.FetchAsync(blob, _stopping.Token).PipeTo(Self,
                success: _ => new PictureReady(flight.Key),
                failure: cause => new StepFailed(_device, step.Step, StepWork.FailureOf(cause)));
        else
            Send(flight.Key);
    }

    /// <summary>The twin may live on another edge node: what the device will fetch from this one must be here first.</summary>
    private async Task BringFilesAsync(ValueArray<BlobRef> files, CancellationToken stopping)
    {
        foreach (var file in files)
            await _services.Blobs.FetchAsync(file, stopping);
    }

    private void Send(string key)
    {
        if (!_steps.TryGetValue(key, out var flight))
            return;
        var now = _services.Time.GetTimestamp();
        var left = flight.Step.Remaining - _services.Time.GetElapsedTime(flight.SentAt, now);
        _steps[key] = flight with { SentAt = now };
        Write(EdgeFrames.Run(flight.Step, left));
    }

    /// <summary>The features are here, or the picture: the tail runs on this node.</summary>
    private void Take(TensorReceived tensor)
    {
        if (Refusal(tensor) is { } refusal)
        {
            Sender.Tell(new TensorTaken(tensor.Header.Step, refusal));
            return;
        }
        Sender.Tell(new TensorTaken(tensor.Header.Step, null));
        var flight = _steps[tensor.Header.Step];
        var onDevice = tensor.Header.Hops.Select(hop => flight.With(hop.ToDomain())).ToList();
        var uplinkMs = Measured(null, tensor.Payload.Length, flight.SentAt, onDevice.Sum(hop => hop.MeasuredMs));
        onDevice.Add(flight.With(new(HopNames.Uplink, 0, uplinkMs, tensor.Payload.Length)));
        var linkBytes = tensor.Payload.Length + tensor.Header.CalculateSize();
        var left = flight.Step.Remaining - _services.Time.GetElapsedTime(flight.SentAt);
        var tail = Context.ActorOf(TailStepActor.Props(
            flight.Step with { Remaining = left }, _services.Library.Find(flight.Step.Pair.Bundle)!, _services.Library,
            new(tensor.Payload, onDevice.ToValueArray(), linkBytes), _services.Blobs, _services.Partitions, _services.Time));
        _steps[flight.Key] = flight with { Tail = tail };
    }

    private string? Refusal(TensorReceived tensor)
    {
        if (!_steps.TryGetValue(tensor.Header.Step, out var flight))
            return "nobody waits for this step (any more)";
        if (flight.Tail is not null)
            return "the step's tensor is already here";
        if (tensor.Header.Pair?.ToDomain() != flight.Step.Pair)
            return $"it is of another pair than the step, {flight.Step.Pair}";
        return _services.Library.Find(flight.Step.Pair.Bundle) is null ? $"bundle {flight.Step.Pair.Bundle} is not on this edge" : null;
    }

    /// <summary>
    /// Times the link by this edge's clock alone: from the frame sent to the bytes received, less the time that the device says it worked.
    /// </summary>
    private double Measured(string? probe, long bytes, long sentAt, double deviceMs)
    {
        var elapsed = Math.Max(0.01, _services.Time.GetElapsedTime(sentAt).TotalMilliseconds - deviceMs);
        _devices.Tell(new LinkMeasured(_device, probe, bytes, elapsed));
        return elapsed;
    }

    private void AnsweredByDevice(Messages.Link.StepAnswered answered)
    {
        if (!_steps.TryGetValue(answered.Step, out var flight))
            return;
        if (answered.Answer is null || answered.Pair is null)
        {
            Finish(flight.Key, new StepFailed(_device, flight.Step.Step, new(FailureCodes.TensorCorrupt, "The device's answer is empty.")));
            return;
        }
        var hops = answered.Hops.Select(hop => flight.With(hop.ToDomain())).ToList();
        var total = _services.Time.GetElapsedTime(flight.SentAt).TotalMilliseconds;
        hops.Add(flight.With(new(HopNames.Uplink, 0, Math.Max(0, total - hops.Sum(hop => hop.MeasuredMs)), answered.CalculateSize())));
        Finish(flight.Key, new StepAnswered(_device, flight.Step.Step, new(
            answered.Pair.ToDomain(), flight.Step.Version, StepPlaces.Device, hops.ToValueArray(), answered.CalculateSize(),
            answered.Answer.ToDomain(), answered.Degraded ? answered.DegradedReason : null)));
    }

    private void Finish(string key, object outcome)
    {
        if (!_steps.Remove(key, out var flight))
            return;
        Timers.Cancel(key);
        flight.Requester.Tell(outcome);
    }

    private void Expire(string key)
    {
        if (!_steps.TryGetValue(key, out var flight))
            return;
        Write(EdgeFrames.Cancel(key, FailureCodes.DeadlinePassed));
        Finish(key, new StepFailed(_device, flight.Step.Step, new(FailureCodes.DeadlinePassed, flight.Tail is null
            ? $"Device {_device} did not send its part of step {flight.Step.Step.Step} in time."
            : $"The edge did not finish step {flight.Step.Step.Step} in time.")));
    }

    private void Cancel(string key, string reason)
    {
        if (!_steps.Remove(key, out var flight))
            return;
        Timers.Cancel(key);
        if (flight.Tail is { } tail)
            Context.Stop(tail);
        Write(EdgeFrames.Cancel(key, reason));
    }

    private void Refuse(string code, string reason)
    {
        _outbound.TryWrite(EdgeFrames.Refusal(code, reason));
        End(reason);
    }

    /// <summary>Never waits: a full channel is a device that does not read.</summary>
    private void Write(EdgeFrame frame)
    {
        if (!_outbound.TryWrite(frame))
            End("the device does not read what it is sent");
    }

    private void End(string reason)
    {
        Context.GetLogger().Info("Session {0} of device {1} ends: {2}", _session, _device, reason);
        _devices.Tell(new DisconnectDevice(_device, _session, reason));
        _outbound.TryWrite(EdgeFrames.Goodbye(reason));
        Context.Stop(Self);
    }

    private sealed record FilesHere(ProposePair Propose) : INoSerializationVerificationNeeded;

    private sealed record FilesAway(string Proposal, Failure Failure) : INoSerializationVerificationNeeded;

    private sealed record PictureReady(string Step) : INoSerializationVerificationNeeded;

    private sealed record StepExpired(string Key) : INoSerializationVerificationNeeded;

    private sealed record AnnounceDevice : INoSerializationVerificationNeeded
    {
        public static AnnounceDevice Instance { get; } = new();
    }
}
