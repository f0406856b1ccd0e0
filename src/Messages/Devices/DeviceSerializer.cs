using Akka.Actor;
using EdgeActors.Messages.Serialization;
using Google.Protobuf;
using static EdgeActors.Messages.Devices.DeviceCommands;
using static EdgeActors.Messages.Devices.DeviceQueries;
using static EdgeActors.Messages.Devices.DeviceReplies;
using static EdgeActors.Messages.Devices.SessionCommands;
using static EdgeActors.Messages.Devices.SessionReplies;

namespace EdgeActors.Messages.Devices;

/// <summary>Writes and reads the device context. Nothing of it is journaled: a twin is rebuilt when its device says hello.</summary>
public sealed class DeviceSerializer(ExtendedActorSystem system) : ContextSerializer(system, 1102, [.. Twins(), .. Sessions()])
{
    private static IEnumerable<MessageContract> Twins() =>
    [
        new MessageContract<ConnectDevice, Wire.ConnectDevice>("device.connect.v1",
            m => new() { Device = m.Device.Value, Session = m.Session.Value, Edge = m.Edge, Hello = m.Hello.ToLink(m.Device) },
            w => new(new(w.Device), new(w.Session), w.Edge, w.Hello.ToDomain())),
        new MessageContract<DisconnectDevice, Wire.SessionEnd>("device.disconnect.v1",
            m => new() { Device = m.Device.Value, Session = m.Session.Value, Reason = m.Reason },
            w => new(new(w.Device), new(w.Session), w.Reason)),
        new MessageContract<RunStep, Wire.RunDeviceStep>("device.run-step.v1", WriteRunStep,
            w => new(new(w.Device), w.Step.ToDomain(), w.Task, w.HasQuestion ? w.Question : null, w.Picture.ToDomain(),
                w.AccuracyLossBudget, w.Remaining.ToDomain(), w.AllowEdge, w.HasTraceParent ? w.TraceParent : null)),
        new MessageContract<CancelStep, Wire.CancelDeviceStep>("device.cancel-step.v1",
            m => new() { Device = m.Device.Value, Step = m.Step.ToWire(), Reason = m.Reason },
            w => new(new(w.Device), w.Step.ToDomain(), w.Reason)),
        Training<SendTraining>("device.send-training.v1", m => (m.Kind, m.Payload), (device, kind, payload) => new(device, kind, payload)),
        Training<TrainingReceived>("device.training-received.v1", m => (m.Kind, m.Payload), (device, kind, payload) => new(device, kind, payload)),
        new MessageContract<GetDevice, Wire.DeviceOnly>("device.get.v1", m => new() { Device = m.Device.Value }, w => new(new(w.Device))),
        new MessageContract<DeviceUnknown, Wire.DeviceOnly>("device.unknown.v1", m => new() { Device = m.Device.Value }, w => new(new(w.Device))),
        new MessageContract<DeviceWelcomed, Wire.SessionEnd>("device.welcomed.v1",
            m => new() { Device = m.Device.Value, Session = m.Session.Value },
            w => new(new(w.Device), new(w.Session))),
        new MessageContract<SessionReplaced, Wire.SessionEnd>("device.session-replaced.v1",
            m => new() { Device = m.Device.Value, Session = m.Session.Value },
            w => new(new(w.Device), new(w.Session))),
        new MessageContract<StepAnswered, Wire.DeviceStepAnswered>("device.step-answered.v1",
            m => new() { Device = m.Device.Value, Step = m.Step.ToWire(), Result = m.Result.ToWire() },
            w => new(new(w.Device), w.Step.ToDomain(), w.Result.ToDomain())),
        new MessageContract<StepFailed, Wire.DeviceStepFailed>("device.step-failed.v1",
            m => new() { Device = m.Device.Value, Step = m.Step.ToWire(), Failure = m.Failure.ToWire() },
            w => new(new(w.Device), w.Step.ToDomain(), w.Failure.ToDomain())),
        new MessageContract<PinSplit, Wire.SplitPin>("device.pin-split.v1",
            m => WritePin(m.Device, m.Model, m.Cut, m.Codec),
            w => new(new(w.Device), new(w.Model), w.HasCut ? w.Cut : null, w.HasCodec ? w.Codec : null)),
        new MessageContract<SplitPinned, Wire.SplitPin>("device.split-pinned.v1",
            m => WritePin(m.Device, m.Model, m.Cut, m.Codec),
            w => new(new(w.Device), new(w.Model), w.HasCut ? w.Cut : null, w.HasCodec ? w.Codec : null)),
        new MessageContract<PinRefused, Wire.SplitPinRefused>("device.pin-refused.v1",
            m => new() { Device = m.Device.Value, Model = m.Model.Value, Failure = m.Failure.ToWire() },
            w => new(new(w.Device), new(w.Model), w.Failure.ToDomain())),
        new MessageContract<DeviceView, Wire.DeviceView>("device.view.v1", DeviceMapping.ToWire, DeviceMapping.ToDomain),
        new MessageContract<ListDevices, Wire.ListDevices>("device.list.v1",
            m => m.After is { } after ? new() { After = after.Value } : new(),
            w => new(w.HasAfter ? new(w.After) : null)),
        new MessageContract<DeviceList, Wire.DeviceList>("device.listed.v1",
            m => new() { Devices = { m.Devices.Select(DeviceMapping.ToWire) }, More = m.More },
            w => new(w.Devices.Map(DeviceMapping.ToDomain), w.More)),
        new MessageContract<DeviceSeen, Wire.DeviceView>("device.seen.v1", m => m.View.ToWire(), w => new(w.ToDomain())),
    ];

    private static IEnumerable<MessageContract> Sessions() =>
    [
        new MessageContract<ProposePair, Wire.ProposePair>("session.propose.v1",
            m => new() { Device = m.Device.Value, Proposal = m.Proposal, Pair = m.Pair.ToWire(), Files = { m.Files.Select(file => file.ToWire()) } },
            w => new(new(w.Device), w.Proposal, w.Pair.ToDomain(), w.Files.Map(file => file.ToDomain()))),
        new MessageContract<CommitPair, Wire.CommitPair>("session.commit.v1",
            m => new() { Device = m.Device.Value, Proposal = m.Proposal, Pair = m.Pair.ToWire() },
            w => new(new(w.Device), w.Proposal, w.Pair.ToDomain())),
        new MessageContract<ExecuteStep, Wire.ExecuteStep>("session.execute-step.v1", WriteExecuteStep,
            w => new(new(w.Device), w.Step.ToDomain(), w.Task, w.Version, w.Pair.ToDomain(), w.HasQuestion ? w.Question : null,
                w.Picture.ToDomain(), w.Predicted.Map(hop => hop.ToDomain()), w.Remaining.ToDomain(), w.HasTraceParent ? w.TraceParent : null)),
        new MessageContract<ProbeLink, Wire.ProbeLink>("session.probe.v1",
            m => new() { Device = m.Device.Value, Probe = m.Probe, Bytes = m.Bytes },
            w => new(new(w.Device), w.Probe, w.Bytes)),
        new MessageContract<ProposalAnswered, Wire.ProposalAnswered>("session.proposal-answered.v1",
            m => new() { Device = m.Device.Value, Proposal = m.Proposal, Failure = m.Failure?.ToWire() },
            w => new(new(w.Device), w.Proposal, w.Failure?.ToDomain())),
        new MessageContract<LinkMeasured, Wire.LinkMeasured>("session.link-measured.v1", WriteLinkMeasured,
            w => new(new(w.Device), w.HasProbe ? w.Probe : null, w.Bytes, w.ElapsedMs, w.Unfinished)),
        new MessageContract<ProfilesReported, Wire.ProfilesReported>("session.profiles.v1",
            m => new() { Device = m.Device.Value, Profiles = { m.Profiles.Select(DeviceMapping.ToLink) } },
            w => new(new(w.Device), w.Profiles.Map(DeviceMapping.ToDomain))),
        new MessageContract<PicturesChanged, Wire.DevicePicturesChanged>("session.pictures.v1",
            m => new() { Device = m.Device.Value, Pictures = { m.Pictures.Select(DeviceMapping.ToLink) } },
            w => new(new(w.Device), w.Pictures.Map(DeviceMapping.ToDomain))),
    ];

    private static MessageContract Training<T>(
        string manifest, Func<T, (string Kind, ValueArray<byte> Payload)> write, Func<DeviceId, string, ValueArray<byte>, T> read)
        where T : IDeviceMessage =>
        new MessageContract<T, Wire.DeviceTraining>(manifest,
            m => new() { Device = m.Device.Value, Kind = write(m).Kind, Payload = ByteString.CopyFrom([.. write(m).Payload]) },
            w => read(new(w.Device), w.Kind, w.Payload.ToValueArray()));

    private static Wire.SplitPin WritePin(DeviceId device, ModelName model, string? cut, string? codec)
    {
        var wire = new Wire.SplitPin { Device = device.Value, Model = model.Value };
        if (cut is not null)
            wire.Cut = cut;
        if (codec is not null)
            wire.Codec = codec;
        return wire;
    }

    private static Wire.RunDeviceStep WriteRunStep(RunStep m)
    {
        var wire = new Wire.RunDeviceStep
        {
            Device = m.Device.Value,
            Step = m.Step.ToWire(),
            Task = m.Task,
            Picture = m.Picture.ToWire(),
            AccuracyLossBudget = m.AccuracyLossBudget,
            Remaining = m.Remaining.ToWire(),
            AllowEdge = m.AllowEdge,
        };
        if (m.Question is { } question)
            wire.Question = question;
        if (m.TraceParent is { } parent)
            wire.TraceParent = parent;
        return wire;
    }

    private static Wire.ExecuteStep WriteExecuteStep(ExecuteStep m)
    {
        var wire = new Wire.ExecuteStep
        {
            Device = m.Device.Value,
            Step = m.Step.ToWire(),
            Task = m.Task,
            Version = m.Version,
            Pair = m.Pair.ToWire(),
            Picture = m.Picture.ToWire(),
            Predicted = { m.Predicted.Select(hop => hop.ToWire()) },
            Remaining = m.Remaining.ToWire(),
        };
        if (m.Question is { } question)
            wire.Question = question;
        if (m.TraceParent is { } parent)
            wire.TraceParent = parent;
        return wire;
    }

    private static Wire.LinkMeasured WriteLinkMeasured(LinkMeasured m)
    {
        var wire = new Wire.LinkMeasured { Device = m.Device.Value, Bytes = m.Bytes, ElapsedMs = m.ElapsedMs, Unfinished = m.Unfinished };
        if (m.Probe is { } probe)
            wire.Probe = probe;
        return wire;
    }
}
