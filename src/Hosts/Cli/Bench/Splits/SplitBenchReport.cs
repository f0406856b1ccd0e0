namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The bench's result, with everything needed to read or repeat it.</summary>
/// <param name="Shaping">The kernel's token bucket on a network namespace, or the throttle inside the device process.</param>
/// <param name="Slowdown">By how much the device's models were slowed down, since both tiers share this machine.</param>
/// <param name="PictureBytes">Mean size of the pictures, as they lie on the device.</param>
/// <param name="BestFixed">The pair that loses least over the whole sweep, of those that were pinned.</param>
/// <param name="Sweep">Every policy at every rate.</param>
/// <param name="Rates">Ours against the others, rate by rate.</param>
/// <param name="Trace">Every policy over the same trace; empty where it was left out.</param>
internal sealed record SplitBenchReport(
    string Machine, string Shaping, string Model, double Slowdown, double PictureBytes, int TraceSeed, double TraceSeconds, string BestFixed,
    IReadOnlyList<SplitFigures> Sweep, IReadOnlyList<RateVerdict> Rates, IReadOnlyList<SplitFigures> Trace, TraceVerdict? Verdict);
