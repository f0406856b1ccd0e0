using System.Threading.Channels;
using Akka.Actor;
using Akka.Event;
using EdgeActors.Actors.Steps;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Link;
using static EdgeActors.Actors.Sessions.SessionSeam;
using static EdgeActors.Actors.Sessions.SessionSelf;
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
/// <see cref="SendTraining"/>. From the stream: <see cref="DeviceFrame"/>, <see cref="TensorComing"/>,
/// <see cref="TensorReceived"/>, <see cref="StreamEnded"/>. It keeps nothing: when the stream ends, every step in flight fails with <see cref="FailureCodes.LinkLost"/>.
/// </summary>
public sealed class DeviceSessionActor : ReceiveActor, IWithTimers
{
    /// <summary>How often the twin is told that the device is here; a twin that has moved knows again after this long.</summary>
    public static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(3);

    /// <summary>How often transfers under way are looked at; a step of the link is to be known within a second.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly DeviceId _device;
    private readonly SessionId _session;
    private readonly ChannelWriter<EdgeFrame> _outbound;
    private readonly IActorRef _devices;
    private readonly EdgeServices _services;
    private readonly IActorRef _submissions;
    private readonly IActorRef _proposals;
    private readonly StepsInFlight _steps;
    private readonly LinkTransfers _transfers;
    private readonly CancellationTokenSource _stopping = new();
    private DeviceHello? _hello;
    private bool _welcomed;

    public DeviceSessionActor(
        DeviceId device, SessionId session, ChannelWriter<EdgeFrame> outbound, IActorRef devices, IActorRef requests, EdgeServices services)
    {
        (_device, _session, _outbound, _devices, _services) = (device, session, outbound, devices, services);
        _steps = new(device, services);
        _transfers = new(device, services.Time);
        _proposals = Context.ActorOf(ProposalsActor.Props(device, services), "proposals");
        _submissions = Context.ActorOf(SubmissionsActor.Props(device, requests, Self, services.Time), "submissions");
        FromStream();
        FromTwin();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        DeviceId device, SessionId session, ChannelWriter<EdgeFrame> outbound, IActorRef devices, IActorRef requests, EdgeServices services) =>
        Akka.Actor.Props.Create(() => new DeviceSessionActor(device, session, outbound, devices, requests, services));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PostStop()
    {
        foreach (var step in _steps.RemoveAll())
            step.Requester.Tell(new StepFailed(_device, step.Step.Step, new(FailureCodes.LinkLost, $"The link to device {_device} broke.", TimeSpan.FromSeconds(1))));
        _outbound.TryComplete();
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void FromStream()
    {
        Receive<DeviceFrame>(Handle);
        Receive<TensorComing>(coming => _transfers.Coming(coming.Header, coming.Header.Probe.Length > 0 ? null : _steps.Find(coming.Header.Step)?.SentAt));
        Receive<TensorReceived>(Take);
        Receive<LookAtTransfers>(_ => Look());
        Receive<StreamEnded>(ended => End(ended.Reason));
    }

    private void FromTwin()
    {
        Receive<AnnounceDevice>(_ => Announce());
        Receive<DeviceWelcomed>(_ => Welcome());
        Receive<SessionReplaced>(_ => End("a newer stream of the same device has taken over"));
        Receive<ExecuteStep>(Start);
        Receive<PictureReady>(ready => Send(ready.Step));
        Receive<StepAnswered>(answered => Finish(answered.Step.ToString(), answered)); // by a tail
        Receive<StepFailed>(failed => Finish(failed.Step.ToString(), failed));
        Receive<StepExpired>(expired => Expire(expired.Key));
        Receive<CancelStep>(cancel => Cancel(cancel.Step.ToString(), cancel.Reason));
        Receive<ProposePair>(propose => _proposals.Forward(propose));
        Receive<CommitPair>(commit => Write(EdgeFrames.Commit(commit)));
        Receive<ProbeLink>(probe =>
        {
            _transfers.Ask(probe);
            SendProbe();
        });
        Receive<SendTraining>(training => Write(EdgeFrames.Training(training)));
        Receive<EdgeFrame>(Write);
    }

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
                _proposals.Tell(frame.ProposalAnswer);
                break;
            case DeviceFrame.BodyOneofCase.StepAnswered:
                AnsweredByDevice(frame.StepAnswered);
                break;
            case DeviceFrame.BodyOneofCase.StepFailed:
                if (_steps.Find(frame.StepFailed.Step) is { } step)
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
                Echo(frame.ProbeEcho.Id);
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
        Timers.StartPeriodicTimer(LookAtTransfers.Instance, LookAtTransfers.Instance, LookEvery);
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
        if (_steps.Add(step, Sender) is not { } flight)
            return;
        Timers.StartSingleTimer(flight.Key, new StepExpired(flight.Key), step.Remaining);
        if (step.Picture.Blob is { } blob)
            _services.Blobs.FetchAsync(blob, _stopping.Token).PipeTo(Self,
                success: _ => new PictureReady(flight.Key),
                failure: cause => new StepFailed(_device, step.Step, StepWork.FailureOf(cause)));
        else
            Send(flight.Key);
    }

    private void Send(string key)
    {
        if (_steps.Send(key) is not { } left)
            return;
        Write(EdgeFrames.Run(_steps.Find(key)!.Step, left));
        SendProbe();
    }

    /// <summary>A probe goes out while nothing else crosses the link, best while the device computes.</summary>
    private void SendProbe()
    {
        if (_transfers.Due(_steps.LeaveLinkQuiet) is { } probe)
            Write(EdgeFrames.Probe(probe));
    }

    private void Look()
    {
        SendProbe();
        if (_transfers.Unfinished() is { } measured)
            _devices.Tell(measured);
    }

    /// <summary>The features are here, or the picture: the tail runs on this node.</summary>
    private void Take(TensorReceived tensor)
    {
        if (tensor.Header.Probe.Length > 0)
        {
            Sender.Tell(new TensorTaken(tensor.Header.Step, Echo(tensor.Header.Probe) ? null : "nobody asked for this probe"));
            return;
        }
        if (_steps.Refusal(tensor.Header) is { } refusal)
        {
            Sender.Tell(new TensorTaken(tensor.Header.Step, refusal));
            return;
        }
        Sender.Tell(new TensorTaken(tensor.Header.Step, null));
        var flight = _steps.Find(tensor.Header.Step)!;
        var uplink = _transfers.Arrived(tensor.Header, tensor.Payload.Length, flight.SentAt);
        _devices.Tell(uplink);
        _steps.Runs(flight.Key, Context.ActorOf(TailStepActor.Props(
            flight.Step with { Remaining = _steps.Left(flight) }, _services.Library.Find(flight.Step.Pair.Bundle)!, _services.Library,
            StepsInFlight.Receive(flight, tensor, uplink.ElapsedMs), _services.Blobs, _services.Partitions, _services.Time)));
        SendProbe();
    }

    private bool Echo(string probe)
    {
        if (_transfers.Echoed(probe) is not { } measured)
            return false;
        _devices.Tell(measured);
        return true;
    }

    private void AnsweredByDevice(Messages.Link.StepAnswered answered)
    {
        if (_steps.Find(answered.Step) is { } flight)
            Finish(flight.Key, _steps.AnswerOf(flight, answered) as object
                ?? new StepFailed(_device, flight.Step.Step, new(FailureCodes.TensorCorrupt, "The device's answer is empty.")));
    }

    private void Finish(string key, object outcome)
    {
        if (Drop(key) is not { } flight)
            return;
        flight.Requester.Tell(outcome);
        SendProbe();
    }

    private void Expire(string key)
    {
        if (_steps.Find(key) is not { } flight)
            return;
        Write(EdgeFrames.Cancel(key, FailureCodes.DeadlinePassed));
        Finish(key, new StepFailed(_device, flight.Step.Step, flight.Overdue(_device)));
    }

    private void Cancel(string key, string reason)
    {
        if (Drop(key) is not { } flight)
            return;
        if (flight.Tail is { } tail)
            Context.Stop(tail);
        Write(EdgeFrames.Cancel(key, reason));
    }

    private StepInFlight? Drop(string key)
    {
        _transfers.Forget(key);
        Timers.Cancel(key);
        return _steps.Remove(key);
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
}
