namespace EdgeActors.Cli.Bench.Splits;

/// <summary>One line on the device process's standard input: what to run next. The control runs beside the shaped link, so it costs it nothing.</summary>
/// <param name="Policy">Which policy picks the pair.</param>
/// <param name="Cut">For <see cref="SplitPolicy.Fixed"/>.</param>
/// <param name="Codec">For <see cref="SplitPolicy.Fixed"/>.</param>
/// <param name="BytesPerSecond">What the link really carries: paces the sends where the kernel does not, and is what the oracle knows.</param>
/// <param name="Trace">For a link that changes: the rates and when they begin; empty for a constant one.</param>
/// <param name="Seconds">Goes on for this long.</param>
/// <param name="MinRequests">And for at least so many requests.</param>
internal sealed record DeviceOrder(
    SplitPolicy Policy, string Cut, string Codec, double BytesPerSecond, IReadOnlyList<RateStep> Trace, double Seconds, int MinRequests);

internal enum SplitPolicy
{
    /// <summary>Always the same pair.</summary>
    Fixed,

    /// <summary>The chooser, on what the link estimate has learned from its own transfers.</summary>
    Ours,

    /// <summary>The chooser, told the true rate.</summary>
    Oracle,
}

/// <param name="AtMs">From the start of the trace.</param>
internal sealed record RateStep(double AtMs, double BytesPerSecond);
