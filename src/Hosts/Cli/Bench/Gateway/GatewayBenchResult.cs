namespace EdgeActors.Cli.Bench.Gateway;

/// <param name="What">What is asked for: metadata, or a model and how its tensors travel.</param>
/// <param name="PerSecond">Median over the rounds.</param>
/// <param name="Latency">Of all rounds together.</param>
/// <param name="ProcessorMs">Of the gateway's process for one call, the mean of all rounds: what else runs on the machine hardly moves it.</param>
/// <param name="PeerPerSecond">The same of the bare service; null where it was not asked.</param>
public sealed record GatewayBenchResult(
    string What, int Connections, double PerSecond, double LeastPerSecond, double MostPerSecond, LatencySummary Latency, double ProcessorMs,
    double? PeerPerSecond, LatencySummary? PeerLatency, double? PeerProcessorMs)
{
    /// <summary>1 is as many calls as the bare service.</summary>
    public double? Share => PerSecond / PeerPerSecond;

    /// <summary>1 is as little processor time for a call as the bare service.</summary>
    public double? ProcessorShare => PeerProcessorMs / ProcessorMs;
}
