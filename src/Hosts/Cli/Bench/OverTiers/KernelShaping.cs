using EdgeActors.Cli.Shaping;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>The device lives in a network namespace of its own, and the kernel shapes the one link out of it.</summary>
internal sealed class KernelShaping(ShapedNamespace space) : ILinkShaping
{
    public string Name => "kernel (network namespace, tc tbf)";

    public Task SetAsync(LinkRate rate, CancellationToken cancel) => space.SetRateAsync(rate, cancel);
}
