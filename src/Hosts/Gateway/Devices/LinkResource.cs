using EdgeActors.Messages.Devices;

namespace EdgeActors.Gateway.Devices;

/// <param name="GoodputBytesPerSecond">Uplink, payload only; the low quantile that splits are chosen by. Absent while unknown.</param>
public sealed record LinkResource(double? GoodputBytesPerSecond, double? RoundTripMs, int Samples, DateTimeOffset MeasuredAt)
{
    public static LinkResource Of(LinkView link) => new(Known(link.GoodputBytesPerSecond), Known(link.RoundTripMs), link.Samples, link.MeasuredAt);

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
