namespace EdgeActors.Cli.Tiers;

/// <summary>How slow a device's link is made, as the device host's API writes it.</summary>
internal sealed record LinkThrottle(string Up, string Down, string Rtt)
{
    /// <summary>The mission's link: 250 KB/s from the device, 500 KB/s to it.</summary>
    public static LinkThrottle Mission { get; } = new("250KB/s", "500KB/s", "5ms");

    public static LinkThrottle None { get; } = new("0", "0", "0ms");
}
