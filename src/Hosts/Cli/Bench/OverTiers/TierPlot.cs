using System.Globalization;
using ScottPlot;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>Latency against bandwidth, both on a logarithmic scale: edge-only, device-only and ours.</summary>
internal static class TierPlot
{
    private const int Width = 1000;
    private const int Height = 620;

    public static void Draw(IReadOnlyList<SplitFigures> sweep, string path)
    {
        using var plot = new Plot();
        foreach (var (policy, colour, width) in (IEnumerable<(SplitPolicy, Color, float)>)
                 [
                     (SplitPolicy.EdgeOnly, Color.FromHex("#c2410c"), 2),
                     (SplitPolicy.DeviceOnly, Color.FromHex("#1d4ed8"), 2),
                     (SplitPolicy.Ours, Color.FromHex("#15803d"), 4),
                 ])
        {
            var points = sweep.Where(figures => figures.Policy == policy.Name && figures.Requests > 0 && figures.BytesPerSecond > 0)
                .OrderBy(figures => figures.BytesPerSecond).ToList();
            Line(plot, points, figures => figures.P50Ms, $"{policy.Name}, median", colour, width, LinePattern.Solid);
            Line(plot, points, figures => figures.P95Ms, $"{policy.Name}, 95th percentile", colour, width / 2, LinePattern.Dotted);
        }
        plot.Title("One request over a link that is slow or fast");
        plot.XLabel("bandwidth, KB/s");
        plot.YLabel("latency, ms");
        Logarithmic(plot.Axes.Bottom);
        Logarithmic(plot.Axes.Left);
        plot.ShowLegend(Alignment.UpperRight);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plot.SavePng(path, Width, Height);
    }

    private static void Line(
        Plot plot, List<SplitFigures> points, Func<SplitFigures, double> latency, string legend, Color colour, float width, LinePattern pattern)
    {
        if (points.Count == 0)
            return;
        var line = plot.Add.Scatter(
            points.Select(figures => Math.Log10(figures.BytesPerSecond!.Value / 1000)).ToArray(), points.Select(figures => Math.Log10(latency(figures))).ToArray(), colour);
        (line.LegendText, line.LineWidth, line.LinePattern, line.MarkerSize) = (legend, width, pattern, 5);
    }

    private static void Logarithmic(IAxis axis) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        MinorTickGenerator = new ScottPlot.TickGenerators.LogMinorTickGenerator(),
        IntegerTicksOnly = true,
        LabelFormatter = power => Math.Pow(10, power).ToString("N0", CultureInfo.InvariantCulture),
    };
}
