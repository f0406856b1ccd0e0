namespace EdgeActors.Cli.Bench.Splits;

/// <param name="Rates">Bytes/s, both ways.</param>
/// <param name="Requests">Most requests for one policy at one rate.</param>
/// <param name="Patience">Most time for one policy at one rate; at least <see cref="FewestRequests"/> are made all the same.</param>
/// <param name="TraceSeconds">0 leaves the trace out.</param>
/// <param name="Plot">Where to draw latency against bandwidth; null draws nothing.</param>
/// <param name="InProcess">Slow the link down in the device's process even where the kernel could.</param>
internal sealed record SplitBenchOptions(
    IReadOnlyList<double> Rates, int Requests, TimeSpan Patience, double Slowdown, int TraceSeed, double TraceSeconds, string? Plot, string Pictures, bool InProcess)
{
    public const int FewestRequests = 5;

    /// <summary>Requests after a change of rate or policy that are not counted: the link estimate and the pair settle.</summary>
    public const int SettlingRequests = 8;

    /// <summary>And at least so long, since a link is asked at intervals.</summary>
    public static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(1.5);

    /// <summary>10 KB/s to 25 MB/s, denser where edge-only is said to falter (300 KB/s).</summary>
    public static readonly IReadOnlyList<double> DefaultRates = [10e3, 31e3, 62e3, 125e3, 250e3, 300e3, 500e3, 1e6, 5e6, 25e6];
}
