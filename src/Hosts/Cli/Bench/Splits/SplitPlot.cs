using ScottPlot;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Latency against bandwidth, both on logarithmic scales: one line per policy.</summary>
internal static class SplitPlot
{
    private static readonly (string Policy, string Colour)[] Lines =
        [("edge only", "#d1495b"), ("device only", "#edae49"), ("best fixed", "#66a182"), ("oracle", "#8d96a3"), ("ours", "#00798c")];

    public static void Save(SplitReport report, string path)
    {
        var plot = new Plot();
        foreach (var (policy, colour) in Lines)
        {
            var points = report.Results.Where(r => r.Policy == policy && r.Link != SplitBench.TraceName).OrderBy(r => r.BytesPerSecond).ToList();
            if (points.Count == 0) continue;
            var line = plot.Add.Scatter(
                points.Select(p => Math.Log10(p.BytesPerSecond / 1000)).ToArray(), points.Select(p => Math.Log10(p.P50Ms)).ToArray(), Color.FromHex(colour));
            line.LegendText = policy;
            line.LineWidth = policy == "ours" ? 4 : 2;
        }
        Logarithmic(plot.Axes.Bottom);
        Logarithmic(plot.Axes.Left);
        plot.XLabel("goodput of the link, KB/s");
        plot.YLabel("latency, median, ms");
        plot.Title($"{report.Model}, device {report.Slowdown:0.#} times slower than the edge");
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, 900, 560);
    }

    private static void Logarithmic(IAxis axis) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = true,
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("N0", System.Globalization.CultureInfo.InvariantCulture),
    };
}
