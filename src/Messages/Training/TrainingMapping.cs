using EdgeActors.Messages.Serialization;
using Google.Protobuf;

namespace EdgeActors.Messages.Training;

/// <summary>The training context's records between domain and protobuf.</summary>
internal static class TrainingMapping
{
    public static Wire.RoundKey ToWire(this RoundId round) => new() { Run = round.Run.Value, Number = round.Number };

    public static RoundId ToDomain(this Wire.RoundKey round) => new(new(round.Run), round.Number);

    public static ByteString ToWire(this ValueArray<byte> bytes) => ByteString.CopyFrom([.. bytes]);

    public static ValueArray<byte> ToDomain(this ByteString bytes) => new([.. bytes.Span]);

    public static IEnumerable<string> ToWire(this ValueArray<DeviceId> devices) => devices.Select(device => device.Value);

    public static ValueArray<DeviceId> ToDevices(this IEnumerable<string> devices) => devices.Map(device => new DeviceId(device));

    public static Wire.RoundOrder ToWire(this RoundOrder order) => new()
    {
        Round = order.Round.ToWire(),
        Attempt = order.Attempt,
        PlanJson = order.PlanJson,
        Cohort = { order.Cohort.ToWire() },
        LargestExamples = order.LargestExamples,
        Parameters = order.Parameters,
        Graph = order.Graph.ToWire(),
        Model = order.Model.ToWire(),
        Difference = order.Difference?.ToWire(),
        Control = order.Control?.ToWire(),
        Clip = order.Clip,
        Counted = { order.Counted.Select(counted => new Wire.DeviceVersion { Device = counted.Device.Value, Version = counted.Version }) },
    };

    public static RoundOrder ToDomain(this Wire.RoundOrder order) => new(
        order.Round.ToDomain(), order.Attempt, order.PlanJson, order.Cohort.ToDevices(), order.LargestExamples, order.Parameters,
        order.Graph.ToDomain(), order.Model.ToDomain(), order.Difference?.ToDomain(), order.Control?.ToDomain(), order.Clip,
        order.Counted.Map(counted => new DeviceVersion(new(counted.Device), counted.Version)));

    public static Wire.DeviceReport ToWire(this DeviceReport report) => new()
    {
        Examples = report.Examples,
        Steps = report.Steps,
        Loss = report.Loss,
        Elapsed = report.Elapsed.ToWire(),
        BytesDown = report.BytesDown,
    };

    public static DeviceReport ToDomain(this Wire.DeviceReport report) =>
        new(report.Examples, report.Steps, report.Loss, report.Elapsed.ToDomain(), report.BytesDown);

    public static Wire.MaskKeys ToWire(this MaskKeys keys) =>
        new() { Device = keys.Device.Value, MaskKey = keys.MaskKey.ToWire(), ShareKey = keys.ShareKey.ToWire() };

    public static MaskKeys ToDomain(this Wire.MaskKeys keys) => new(new(keys.Device), keys.MaskKey.ToDomain(), keys.ShareKey.ToDomain());

    public static Wire.SealedShare ToWire(this SealedShare share) =>
        new() { From = share.From.Value, To = share.To.Value, Sealed = share.Sealed.ToWire() };

    public static SealedShare ToDomain(this Wire.SealedShare share) => new(new(share.From), new(share.To), share.Sealed.ToDomain());

    public static Wire.OpenShare ToWire(this OpenShare share) =>
        new() { Owner = share.Owner.Value, Index = share.Index, Value = share.Value.ToWire() };

    public static OpenShare ToDomain(this Wire.OpenShare share) => new(new(share.Owner), share.Index, share.Value.ToDomain());

    public static Wire.CountedUpdate ToWire(this CountedUpdate update)
    {
        var wire = new Wire.CountedUpdate
        {
            Device = update.Device.Value,
            Update = update.Update.ToWire(),
            Weight = update.Weight,
            Report = update.Report.ToWire(),
        };
        if (update.BaseVersion is { } version)
            wire.BaseVersion = version;
        return wire;
    }

    public static CountedUpdate ToDomain(this Wire.CountedUpdate update) => new(
        new(update.Device), update.Update.ToDomain(), update.Weight, update.Report.ToDomain(), update.HasBaseVersion ? update.BaseVersion : null);

    public static Wire.RoundOutcome ToWire(this RoundOutcome outcome) => new()
    {
        Updates = { outcome.Updates.Select(ToWire) },
        Sum = outcome.Sum?.ToWire(),
        Lost = { outcome.Lost.ToWire() },
    };

    public static RoundOutcome ToDomain(this Wire.RoundOutcome outcome) =>
        new(outcome.Updates.Map(ToDomain), outcome.Sum?.ToDomain(), outcome.Lost.ToDevices());

    public static Wire.CommittedRound ToWire(this CommittedRound round)
    {
        var wire = new Wire.CommittedRound
        {
            Number = round.Number,
            Attempts = round.Attempts,
            Participants = round.Participants,
            Lost = round.Lost,
            BytesUp = round.BytesUp,
            BytesDown = round.BytesDown,
            Loss = round.Loss,
            ModelSha256 = round.ModelSha256,
            At = round.At.ToWire(),
        };
        if (round.Accuracy is { } accuracy)
            wire.Accuracy = accuracy;
        if (round.Epsilon is { } epsilon)
            wire.Epsilon = epsilon;
        return wire;
    }

    public static CommittedRound ToDomain(this Wire.CommittedRound round) => new(
        round.Number, round.Attempts, round.Participants, round.Lost, round.BytesUp, round.BytesDown, round.Loss,
        round.HasAccuracy ? round.Accuracy : null, round.HasEpsilon ? round.Epsilon : null, round.ModelSha256, round.At.ToDomain());

    public static Wire.RunView ToWire(this RunView view)
    {
        var wire = new Wire.RunView
        {
            Run = view.Run.Value,
            Status = view.Status,
            Name = view.Name,
            Fingerprint = view.Fingerprint,
            RoundsPlanned = view.RoundsPlanned,
            RoundsCommitted = view.RoundsCommitted,
            Round = view.Round,
            Attempt = view.Attempt,
            Cohort = { view.Cohort.ToWire() },
            Graph = view.Graph.ToWire(),
            Model = view.Model.ToWire(),
            Rounds = { view.Rounds.Select(ToWire) },
        };
        if (view.Epsilon is { } epsilon)
            wire.Epsilon = epsilon;
        if (view.Reason is { } reason)
            wire.Reason = reason;
        return wire;
    }

    public static RunView ToDomain(this Wire.RunView view) => new(
        new(view.Run), view.Status, view.Name, view.Fingerprint, view.RoundsPlanned, view.RoundsCommitted, view.Round, view.Attempt,
        view.Cohort.ToDevices(), view.HasEpsilon ? view.Epsilon : null, view.Graph.ToDomain(), view.Model.ToDomain(),
        view.Rounds.Map(ToDomain), view.HasReason ? view.Reason : null);
}
