using System.Globalization;
using ScottPlot;

namespace EdgeActors.Cli.Bench;

/// <summary>Latency against bandwidth, both on logarithmic scales, one line for each policy.</summary>
internal static class BandwidthPlot
{
    private const int Width = 1000;
    private const int Height = 620;

    /// <param name="Points">Bandwidth in bytes/s, latency in ms.</param>
    /// <param name="Bold">Ours, among those it is compared with.</param>
    public sealed record Series(string Name, string Colour, IReadOnlyList<(double BytesPerSecond, double Ms)> Points, bool Bold = false, bool Dotted = false);

    public static void Save(string title, IEnumerable<Series> lines, string path)
    {
        using var plot = new Plot();
        foreach (var series in lines.Where(series => series.Points.Count > 0))
        {
            var points = series.Points.OrderBy(point => point.BytesPerSecond).ToList();
            var line = plot.Add.Scatter(
                points.Select(point => Math.Log10(point.BytesPerSecond / 1000)).ToArray(), points.Select(point => Math.Log10(point.Ms)).ToArray(), Color.FromHex(series.Colour));
            (line.LegendText, line.LineWidth, line.LinePattern) = (series.Name, series.Bold ? 4 : 2, series.Dotted ? LinePattern.Dotted : LinePattern.Solid);
        }
        Logarithmic(plot.Axes.Bottom);
        Logarithmic(plot.Axes.Left);
        plot.XLabel("goodput of the link, KB/s");
        plot.YLabel("latency, ms");
        plot.Title(title);
        plot.ShowLegend(Alignment.UpperRight);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plot.SavePng(path, Width, Height);
    }

    private static void Logarithmic(IAxis axis) => axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
    {
        IntegerTicksOnly = true,
        LabelFormatter = exponent => Math.Pow(10, exponent).ToString("N0", CultureInfo.InvariantCulture),
    };
}
