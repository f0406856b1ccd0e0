using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Tiers;
using Spectre.Console;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary><c>edgeactors bench gateway</c>: the Open Inference Protocol at the gateway beside a bare service of the same models.</summary>
internal static class GatewayBenchCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "how often each side is measured, in turns", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "of each round", DefaultValueFactory = _ => 3 };
        var command = new Command("gateway", "Time inference through the gateway, JSON and binary, at 1, 8 and 64 connections, beside bare ASP.NET and ONNX Runtime.") { rounds, seconds };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var (turns, length) = (parsed.GetValue(rounds), parsed.GetValue(seconds));
            if (turns < 1 || length is not (> 0 and <= 600))
                throw CommandFailed.Usage("--rounds must be at least 1, --seconds above 0 and at most 600.");
            var data = Directory.CreateTempSubdirectory("edgeactors-bench-").FullName;
            try
            {
                var models = BenchModels.Write(Path.Combine(data, "models"));
                await using var tiers = await TierSet.StartAsync(new(data, GatewayPort: 0, "", [], [], CloudArguments: ["--models", Path.Combine(data, "models")]), output.Progress, cancel);
                using var peer = await PeerService.TryStartAsync(models, cancel);
                var results = await new GatewayBench(tiers, peer, turns, TimeSpan.FromSeconds(length), output.Progress).RunAsync(cancel);
                output.Write(new GatewayBenchReport(Machine.Describe(), peer is null ? null : "ASP.NET + ONNX Runtime, tests/peers/onnx_service.cs", turns, length, results), Show);
                return ExitCodes.Done;
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        });
        return command;
    }

    private static Rows Show(GatewayBenchReport report) => new(
        new Text($"{report.Machine}\n{report.Rounds} rounds of {report.Seconds.ToString(CultureInfo.InvariantCulture)} s; the median, and the least and most, of calls a second\n"),
        Output.Table(
            report.Results,
            new("call", row => row.What),
            new("connections", row => row.Connections.ToString(CultureInfo.InvariantCulture), Number: true),
            new("calls/s", row => $"{Number(row.PerSecond)} ({Number(row.LeastPerSecond)}-{Number(row.MostPerSecond)})", Number: true),
            new("p50 ms", row => Precise(row.Latency.MedianMs), Number: true),
            new("p95 ms", row => Precise(row.Latency.P95Ms), Number: true),
            new("p99 ms", row => Precise(row.Latency.P99Ms), Number: true),
            new("bare calls/s", row => row.PeerPerSecond is { } rate ? Number(rate) : "", Number: true),
            new("share", row => row.Share is { } share ? share.ToString("0.00", CultureInfo.InvariantCulture) : "", Number: true)));

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Precise(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
