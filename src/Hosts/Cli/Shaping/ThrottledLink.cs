using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Shaping;

/// <summary>Slowed down inside the device's own process, which needs no root: a token bucket below TLS.</summary>
internal sealed class ThrottledLink(DeviceLink device) : IShapedLink
{
    public string Description => "throttle in the device's process";

    /// <summary>Every piece waits for its turn.</summary>
    public double BurstBytes(double bytesPerSecond) => 0;

    public Task SetRateAsync(LinkRate rate, CancellationToken stop) =>
        device.ThrottleAsync(new LinkThrottle(Words(rate.UpBytesPerSecond), Words(rate.DownBytesPerSecond), "0ms"), stop);

    private static string Words(double bytesPerSecond) => FormattableString.Invariant($"{bytesPerSecond / 1000:0.###}KB/s");
}
