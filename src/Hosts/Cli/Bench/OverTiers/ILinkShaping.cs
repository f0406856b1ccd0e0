using EdgeActors.Cli.Shaping;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>What makes the device's link slow.</summary>
internal interface ILinkShaping
{
    /// <summary>For the report: what does it, so that nobody takes the one for the other.</summary>
    string Name { get; }

    Task SetAsync(LinkRate rate, CancellationToken cancel);
}
