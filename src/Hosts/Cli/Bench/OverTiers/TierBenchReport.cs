namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>The bench's result, with everything needed to read or repeat it.</summary>
/// <param name="Shaping">The kernel's token bucket on a network namespace, or the throttle inside the device process.</param>
/// <param name="Slowdown">By how much the device's models were slowed down, since both tiers share this machine.</param>
/// <param name="PictureBytes">Mean size of the pictures, as they lie on the device.</param>
/// <param name="Sweep">Every policy at every rate.</param>
/// <param name="Rates">Ours against the others, rate by rate.</param>
/// <param name="Trace">Every policy over the same trace; empty where it was left out.</param>
internal sealed record TierBenchReport(
    string Machine, string Shaping, string Model, double Slowdown, double PictureBytes, int TraceSeed, double TraceSeconds,
    IReadOnlyList<SplitFigures> Sweep, IReadOnlyList<RateVerdict> Rates, IReadOnlyList<SplitFigures> Trace, TraceVerdict? Verdict);

/// <summary>Ours at one rate, as ratios of mean latency: below 1 ours is faster.</summary>
/// <param name="Oracle">The pair with the least mean at this rate, of all that were pinned.</param>
/// <param name="ToBetterEnd">Against the better of all-on-the-device and all-on-the-edge.</param>
/// <param name="P95ToBetterEnd">The same of the 95th percentile.</param>
internal sealed record RateVerdict(
    double BytesPerSecond, string Oracle, double ToBetterEnd, double P95ToBetterEnd, double ToBestFixed, double ToOracle, double PredictionErrorPercent);

/// <param name="EdgeOnlyP95ToOurs">How many times lower our 95th percentile is than that of edge-only.</param>
/// <param name="Switches">How often our pair changed over the trace.</param>
internal sealed record TraceVerdict(double EdgeOnlyP95ToOurs, double DeviceOnlyP95ToOurs, int Switches, int Steps);
