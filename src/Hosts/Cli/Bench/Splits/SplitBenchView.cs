using System.Globalization;
using EdgeActors.Cli.Shaping;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The report as tables.</summary>
internal static class SplitBenchView
{
    public static IRenderable Of(SplitBenchReport report)
    {
        var parts = new List<IRenderable>
        {
            new Text(string.Create(CultureInfo.InvariantCulture,
                $"{report.Model} on {report.Machine}; link shaped by the {report.Shaping}; device {report.Slowdown:0.#} times slower; pictures of {report.PictureBytes:N0} bytes")),
            Output.Table(report.Sweep,
                new("link", row => row.BytesPerSecond is { } rate ? LinkRate.Show(rate) : "", Number: true), new("policy", row => row.Policy),
                new("p50 ms", row => Ms(row.P50Ms), Number: true), new("p95 ms", row => Ms(row.P95Ms), Number: true), new("p99 ms", row => Ms(row.P99Ms), Number: true),
                new("bytes", row => row.LinkBytes.ToString("N0", CultureInfo.InvariantCulture), Number: true),
                new("error %", row => double.IsNaN(row.PredictionErrorPercent) ? "-" : Ms(row.PredictionErrorPercent), Number: true),
                new("answered", row => $"{row.Requests}/{row.Requests + row.Failed}", Number: true), new("cut", row => row.Pairs.FirstOrDefault() ?? "")),
            Output.Table(report.Rates,
                new("link", row => LinkRate.Show(row.BytesPerSecond), Number: true), new("best pinned", row => row.Oracle),
                new("to better end", row => Ratio(row.ToBetterEnd), Number: true), new("its p50", row => Ratio(row.MedianToBetterEnd), Number: true),
                new("its p95", row => Ratio(row.P95ToBetterEnd), Number: true),
                new("to best fixed", row => Ratio(row.ToBestFixed), Number: true), new("to oracle", row => Ratio(row.ToOracle), Number: true)),
        };
        if (report.Verdict is { } verdict)
        {
            parts.Add(Output.Table(report.Trace,
                new($"trace of {report.TraceSeconds:0} s, seed {report.TraceSeed}", row => row.Policy), new("p50 ms", row => Ms(row.P50Ms), Number: true),
                new("p95 ms", row => Ms(row.P95Ms), Number: true), new("p99 ms", row => Ms(row.P99Ms), Number: true),
                new("answered", row => $"{row.Requests}/{row.Requests + row.Failed}", Number: true)));
            parts.Add(new Text(string.Create(CultureInfo.InvariantCulture,
                $"p95 of edge-only is {verdict.EdgeOnlyP95ToOurs:0.0} times ours, of device-only {verdict.DeviceOnlyP95ToOurs:0.0} times; our mean is {verdict.MeanToOracle:0.00} of the oracle's and {verdict.MeanToBestFixed:0.00} of the best fixed split's; {verdict.Switches} switches over {verdict.Steps} steps of the link by a factor of two or more")));
        }
        return new Rows(parts);
    }

    private static string Ms(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
