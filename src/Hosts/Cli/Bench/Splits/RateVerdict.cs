namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Ours at one rate, as ratios of mean latency: below 1 ours is faster.</summary>
/// <param name="Oracle">The pair with the least mean at this rate, of all that were pinned.</param>
/// <param name="ToBetterEnd">Against the better of all-on-the-device and all-on-the-edge.</param>
/// <param name="MedianToBetterEnd">The same of the medians: on a busy machine a mean is made by a few delays.</param>
/// <param name="P95ToBetterEnd">The same of the 95th percentile.</param>
internal sealed record RateVerdict(
    double BytesPerSecond, string Oracle, double ToBetterEnd, double MedianToBetterEnd, double P95ToBetterEnd, double ToBestFixed, double ToOracle);
