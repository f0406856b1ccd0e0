using System.Globalization;
using EdgeActors.Device.Link;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Device;

/// <summary>A device's throttle as people write it: <c>{"up": "250KB/s", "down": "500KB/s", "rtt": "5ms"}</c>; 0 for none.</summary>
internal sealed record LinkResource(string Up, string Down, string Rtt)
{
    public static LinkResource Of(LinkShape shape) => new(
        string.Create(CultureInfo.InvariantCulture, $"{shape.UpBytesPerSecond}B/s"),
        string.Create(CultureInfo.InvariantCulture, $"{shape.DownBytesPerSecond}B/s"),
        string.Create(CultureInfo.InvariantCulture, $"{shape.RoundTrip.TotalMilliseconds}ms"));

    /// <exception cref="FormatException">A value is not a rate or a time.</exception>
    public LinkShape ToShape() => new(Quantity.ParseRate(Up), Quantity.ParseRate(Down), Quantity.ParseDuration(Rtt));
}
