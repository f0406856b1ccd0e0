using EdgeActors.Hosts.Common.Api;
using ScottPlot;

namespace EdgeActors.Cli.Training;

/// <summary>Accuracy, loss and bytes of a run over its rounds, as PNG.</summary>
internal static class RunPlots
{
    private const int Width = 720;
    private const int Height = 360;

    /// <param name="Name">Safe in a file name.</param>
    public sealed record Plot(string Name, string Title, byte[] Png);

    /// <summary>Those for which the run has figures.</summary>
    public static IReadOnlyList<Plot> Of(RunResource run)
    {
        var measured = run.Rounds.Where(round => round.Accuracy is not null).ToList();
        var sums = Sums(run.Rounds);
        return
        [
            .. measured.Count > 0 ? [Draw("accuracy", "Accuracy after each round, %", ("", measured.Select(round => (round.Number, 100 * round.Accuracy!.Value))))] : Array.Empty<Plot>(),
            .. run.Rounds.Count > 0
                ? [
                    Draw("loss", "Mean training loss of the devices", ("", run.Rounds.Select(round => (round.Number, round.Loss)))),
                    Draw("bytes", "Bytes over the link so far, MB", ("up", sums.Select(sum => (sum.Number, sum.Up))), ("down", sums.Select(sum => (sum.Number, sum.Down)))),
                ]
                : Array.Empty<Plot>(),
        ];
    }

    private static List<(int Number, double Up, double Down)> Sums(IReadOnlyList<RoundResource> rounds)
    {
        var (up, down) = (0.0, 0.0);
        return [.. rounds.Select(round => (round.Number, up += round.BytesUp / 1e6, down += round.BytesDown / 1e6))];
    }

    private static Plot Draw(string name, string title, params (string Legend, IEnumerable<(int Round, double Value)> Points)[] lines)
    {
        using var plot = new ScottPlot.Plot();
        foreach (var (legend, points) in lines)
        {
            var drawn = points.ToList();
            var line = plot.Add.Scatter(drawn.Select(point => (double)point.Round).ToArray(), drawn.Select(point => point.Value).ToArray());
            (line.LineWidth, line.LegendText) = (2, legend);
        }

        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.XLabel("round");
        plot.Title(title);
        if (lines.Length > 1)
            plot.ShowLegend(Alignment.UpperLeft);
        return new(name, title, plot.GetImageBytes(Width, Height, ImageFormat.Png));
    }
}
