using EdgeActors.Messages.Link;
using EdgeActors.Messages.Serialization;

namespace EdgeActors.Messages.Devices;

/// <summary>The device context's records between domain and protobuf; what a device says of itself has the link's form everywhere.</summary>
public static class DeviceMapping
{
    public static Hello ToLink(this DeviceHello hello, DeviceId device) => new()
    {
        DeviceId = device.Value,
        Incarnation = hello.Incarnation,
        Software = hello.Software,
        Capabilities = new()
        {
            Cores = hello.Capabilities.Cores,
            MemoryBytes = hello.Capabilities.MemoryBytes,
            Architecture = hello.Capabilities.Architecture,
            OnnxRuntime = hello.Capabilities.OnnxRuntime,
            MaxOpset = hello.Capabilities.MaxOpset,
            MaxIrVersion = hello.Capabilities.MaxIrVersion,
        },
        Policy = new() { FeaturesOnly = hello.Policy.FeaturesOnly, MaxHeadMemoryBytes = hello.Policy.MaxHeadMemoryBytes },
        Pictures = { hello.Pictures.Select(ToLink) },
        Bundles = { hello.Bundles },
        Profiles = { hello.Profiles.Select(ToLink) },
        DataSets = { hello.DataSets.Select(set => new DataSetInfo { Id = set.Id, Examples = set.Examples, Classes = set.Classes }) },
        Labels = { hello.Labels.ToDictionary(label => label.Key, label => label.Value) },
    };

    public static DeviceHello ToDomain(this Hello hello)
    {
        var capabilities = hello.Capabilities ?? new();
        return new(
            hello.Incarnation, hello.Software,
            new(capabilities.Cores, capabilities.MemoryBytes, capabilities.Architecture, capabilities.OnnxRuntime, capabilities.MaxOpset, capabilities.MaxIrVersion),
            new(hello.Policy?.FeaturesOnly ?? false, hello.Policy?.MaxHeadMemoryBytes ?? 0),
            hello.Pictures.Map(ToDomain), hello.Bundles.ToValueArray(), hello.Profiles.Map(ToDomain),
            hello.DataSets.Map(set => new DataSetOffer(set.Id, set.Examples, set.Classes)),
            hello.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Map(label => new DeviceLabel(label.Key, label.Value)));
    }

    public static PictureInfo ToLink(this DevicePicture picture) =>
        new() { Id = picture.Id, MediaType = picture.MediaType, Length = picture.Length, Sha256 = picture.Sha256 };

    public static DevicePicture ToDomain(this PictureInfo picture) => new(picture.Id, picture.MediaType, picture.Length, picture.Sha256);

    public static PartitionProfile ToLink(this PartitionTimes times) => new()
    {
        Bundle = times.Bundle,
        Cut = times.Cut,
        Side = times.Side,
        Codec = times.Codec,
        Batch = times.Batch,
        P10Ms = times.P10Ms,
        P50Ms = times.P50Ms,
        P90Ms = times.P90Ms,
        Runs = times.Runs,
        PeakMemoryBytes = times.PeakMemoryBytes,
    };

    public static PartitionTimes ToDomain(this PartitionProfile times) => new(
        times.Bundle, times.Cut, times.Side, times.Codec, times.Batch, times.P10Ms, times.P50Ms, times.P90Ms, times.Runs, times.PeakMemoryBytes);

    internal static Wire.DeviceView ToWire(this DeviceView view)
    {
        var wire = new Wire.DeviceView
        {
            Device = view.Device.Value,
            Online = view.Online,
            ChangedAt = view.ChangedAt.ToWire(),
            Hello = view.Hello.ToLink(view.Device),
            Link = view.Link is { } link ? ToWire(link) : null,
            Splits = { view.Splits.Select(ToWire) },
            StepsInFlight = view.StepsInFlight,
            StepsDone = view.StepsDone,
            StepsFailed = view.StepsFailed,
        };
        if (view.Edge is { } edge)
            wire.Edge = edge;
        return wire;
    }

    internal static DeviceView ToDomain(this Wire.DeviceView view) => new(
        new(view.Device), view.Online, view.HasEdge ? view.Edge : null, view.ChangedAt.ToDomain(), view.Hello.ToDomain(),
        view.Link is { } link ? new(link.GoodputBytesPerSecond, link.RoundTripMs, link.Samples, link.MeasuredAt.ToDomain()) : null,
        view.Splits.Map(split => new AgreedSplit(split.Pair.ToDomain(), split.PredictedMs, split.Since.ToDomain(), split.Changes, split.HasMeasuredMs ? split.MeasuredMs : null)),
        view.StepsInFlight, view.StepsDone, view.StepsFailed);

    private static Wire.LinkView ToWire(LinkView link) => new()
    {
        GoodputBytesPerSecond = link.GoodputBytesPerSecond,
        RoundTripMs = link.RoundTripMs,
        Samples = link.Samples,
        MeasuredAt = link.MeasuredAt.ToWire(),
    };

    private static Wire.AgreedSplit ToWire(AgreedSplit split)
    {
        var wire = new Wire.AgreedSplit { Pair = split.Pair.ToWire(), PredictedMs = split.PredictedMs, Since = split.Since.ToWire(), Changes = split.Changes };
        if (split.MeasuredMs is { } measured)
            wire.MeasuredMs = measured;
        return wire;
    }
}
