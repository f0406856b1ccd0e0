using ScottPlot;

namespace EdgeActors.Cli.Training;

/// <summary>Accuracy against rounds, bytes and link time, one line for each case, with what peers have published for ten clients as dots.</summary>
internal static class FederatedPlot
{
    private const int Width = 640;
    private const int Height = 520;

    // Flower's baseline niid_bench: 62,006 floats each way.
    private const int PeerClients = 10;
    private const double PeerRounds = 50;
    private const double PeerBytes = 248e6;

    private static readonly (string Name, double Accuracy)[] Peers =
        [("Flower, FedAvg, IID", 71.32), ("Flower, SCAFFOLD, Dirichlet 0.5", 68.08), ("Flower, FedAvg, Dirichlet 0.5", 62.47)];

    public static void Save(FederatedBenchReport report, string path)
    {
        var peerSeconds = PeerBytes / (2 * PeerClients) * (1 / report.LinkUp + 1 / report.LinkDown);
        var plots = new Multiplot();
        plots.AddPlots(3);
        Draw(plots.GetPlot(0), report, "rounds", point => point.Round, PeerRounds);
        Draw(plots.GetPlot(1), report, "MB, all devices, both directions", point => point.Bytes / 1e6, PeerBytes / 1e6);
        Draw(plots.GetPlot(2), report, $"seconds of link ({report.LinkUp / 1000:0} KB/s up, {report.LinkDown / 1000:0} KB/s down)", point => point.LinkSeconds, peerSeconds);
        plots.Layout = new ScottPlot.MultiplotLayouts.Columns();
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        plots.SavePng(path, 3 * Width, Height);
    }

    private static void Draw(Plot plot, FederatedBenchReport report, string along, Func<FederatedPoint, double> x, double peerAt)
    {
        foreach (var one in report.Cases)
        {
            var line = plot.Add.ScatterLine(one.Curve.Select(x).ToArray(), one.Curve.Select(point => 100 * point.Accuracy).ToArray());
            (line.LineWidth, line.LegendText) = (2, one.Name);
        }

        foreach (var (name, accuracy) in Peers)
        {
            var dot = plot.Add.Marker(peerAt, accuracy, size: 10);
            dot.LegendText = name;
        }

        plot.XLabel(along);
        plot.YLabel("accuracy, %");
        plot.ShowLegend(Alignment.LowerRight);
    }
}
