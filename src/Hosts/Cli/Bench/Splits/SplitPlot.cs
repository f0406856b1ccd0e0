namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The median of every policy over the bandwidths of the sweep.</summary>
internal static class SplitPlot
{
    private static readonly (string Policy, string Colour)[] Lines =
        [("edge only", "#d1495b"), ("device only", "#edae49"), ("best fixed", "#66a182"), ("oracle", "#8d96a3"), ("ours", "#00798c")];

    public static void Save(SplitReport report, string path) => BandwidthPlot.Save(
        $"{report.Model}, device {report.Slowdown:0.#} times slower than the edge, median",
        Lines.Select(line => new BandwidthPlot.Series(
            line.Policy, line.Colour,
            [.. report.Results.Where(r => r.Policy == line.Policy && r.Link != SplitBench.TraceName).Select(r => (r.BytesPerSecond, r.P50Ms))],
            Bold: line.Policy == "ours")),
        path);
}
