using System.Globalization;
using ScottPlot;

namespace EdgeActors.Cli.Bench.Codecs;

/// <summary>Accuracy against bytes per picture, bytes on a logarithmic scale.</summary>
internal static class AccuracyPlot
{
    private const int Width = 1000;
    private const int Height = 620;

    /// <param name="Points">Bytes per picture, share of right answers in percent.</param>
    /// <param name="Bold">Ours, among those it is compared with.</param>
    public sealed record Series(string Name, string Colour, IReadOnlyList<(double Bytes, double Percent)> Points, bool Bold = false);

    public static void Save(string title, double uncut, IEnumerable<Series> lines, string path)
    {
        using var plot = new Plot();
        foreach (var series in lines.Where(series => series.Points.Count > 0))
        {
            var points = series.Points.OrderBy(p => p.Bytes).ToList();
            var line = plot.Add.Scatter(points.Select(p => Math.Log2(p.Bytes)).ToArray(), points.Select(p => p.Percent).ToArray(), Color.FromHex(series.Colour));
            (line.LegendText, line.LineWidth, line.MarkerSize) = (series.Name, series.Bold ? 4 : 2, series.Bold ? 9 : 6);
        }
        var whole = plot.Add.HorizontalLine(uncut, 1, Colors.Black, LinePattern.Dotted);
        whole.LegendText = string.Create(CultureInfo.InvariantCulture, $"uncut {uncut:F2} %");
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
        {
            IntegerTicksOnly = true,
            LabelFormatter = exponent => Math.Pow(2, exponent).ToString("N0", CultureInfo.InvariantCulture),
        };
        plot.XLabel("bytes per picture on the wire, header included");
        plot.YLabel("right answers, %");
        plot.Title(title);
        plot.ShowLegend(Alignment.LowerRight);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plot.SavePng(path, Width, Height);
    }
}
