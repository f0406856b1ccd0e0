namespace EdgeActors.Cli.Tiers;

/// <summary>How slow a device's link is made, as the device host's API writes it.</summary>
internal sealed record LinkThrottle(string Up, string Down, string Rtt)
{
    public static LinkThrottle None { get; } = new("0", "0", "0ms");
}
