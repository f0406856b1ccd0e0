namespace EdgeActors.Cli.Bench.Gateway;

/// <param name="What">What is asked for: metadata, or a model and how its tensors travel.</param>
/// <param name="PerSecond">Median over the rounds.</param>
/// <param name="Latency">Of all rounds together.</param>
/// <param name="PeerPerSecond">The same of the bare service; null where it was not asked.</param>
public sealed record GatewayBenchResult(
    string What, int Connections, double PerSecond, double LeastPerSecond, double MostPerSecond, LatencySummary Latency, double? PeerPerSecond, LatencySummary? PeerLatency)
{
    /// <summary>1 is as many as the bare service.</summary>
    public double? Share => PerSecond / PeerPerSecond;
}
