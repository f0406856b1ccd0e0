using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;
using Spectre.Console;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>
/// <c>edgeactors bench gateway</c>: the Open Inference Protocol at the gateway beside a bare service of the same models; with <c>--soak</c>, its memory
/// under load for minutes; with <c>--followers</c>, what idle event streams take.
/// </summary>
internal static class GatewayBenchCommand
{
    private const int MostFollowers = 100_000;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "how often each side is measured, in turns", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "of each round", DefaultValueFactory = _ => 3 };
        var soak = new Option<double?>("--soak") { Description = "instead: so many minutes at 80 % of what the gateway can, and every host's memory" };
        var followers = new Option<int?>("--followers") { Description = "instead: so many event streams of a request to which nothing happens, and what each takes" };
        var command = new Command("gateway", "Time inference through the gateway, JSON and binary, at 1, 8 and 64 connections, beside bare ASP.NET and ONNX Runtime.") { rounds, seconds, soak, followers };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var (turns, length, minutes, streams) = (parsed.GetValue(rounds), parsed.GetValue(seconds), parsed.GetValue(soak), parsed.GetValue(followers));
            if (turns < 1 || length is not (> 0 and <= 600))
                throw CommandFailed.Usage("--rounds must be at least 1, --seconds above 0 and at most 600.");
            if (minutes is not (null or > 0 and <= 1440) || streams is not (null or > 0 and <= MostFollowers) || minutes is { } && streams is { })
                throw CommandFailed.Usage($"--soak takes minutes, above 0 and at most 1440, --followers 1 to {MostFollowers}; they are two runs.");
            var data = Directory.CreateTempSubdirectory("edgeactors-bench-").FullName;
            try
            {
                var models = BenchModels.Write(Path.Combine(data, "models"));
                await using var tiers = await TierSet.StartAsync(new(data, GatewayPort: 0, "", [], [], CloudArguments: ["--models", Path.Combine(data, "models")]), output.Progress, cancel);
                if (minutes is { } span)
                    output.Write(await new GatewaySoak(tiers, output.Progress).RunAsync(span, cancel), ShowSoak);
                else if (streams is { } many)
                    output.Write(await new GatewayFollowers(tiers, output.Progress).RunAsync(many, Picture(), cancel), ShowFollowers);
                else
                    output.Write(await BesideAsync(tiers, models, turns, TimeSpan.FromSeconds(length), output.Progress, cancel), Show);
                return ExitCodes.Done;
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        });
        return command;
    }

    private static async Task<GatewayBenchReport> BesideAsync(
        TierSet tiers, IReadOnlyDictionary<string, string> models, int rounds, TimeSpan length, Action<string> progress, CancellationToken cancel)
    {
        using var peer = await PeerService.TryStartAsync(models, cancel);
        var results = await new GatewayBench(tiers, peer, rounds, length, progress).RunAsync(cancel);
        return new(Machine.Describe(), peer is null ? null : "ASP.NET + ONNX Runtime, tests/peers/onnx_service.cs", rounds, length.TotalSeconds, results);
    }

    private static PictureFile Picture() => RepositoryFolders.Find(Path.Combine("models", "pictures")) is { } pictures
        ? PictureFile.Read(Path.Combine(pictures, "ship.jpg"))
        : throw CommandFailed.Usage("--followers asks about models/pictures/ship.jpg: run it in the repository.");

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
            new("share", row => row.Share is { } share ? Precise(share) : "", Number: true),
            new("cpu ms", row => row.ProcessorMs.ToString("0.000", CultureInfo.InvariantCulture), Number: true),
            new("share by cpu", row => row.ProcessorShare is { } share ? Precise(share) : "", Number: true)));

    private static Rows ShowSoak(SoakReport report) => new(
        new Text(string.Create(CultureInfo.InvariantCulture,
            $"{report.Machine}\n{report.Minutes} minutes, {report.Connections} connections: {report.Offered:0} calls/s offered of {report.Capacity:0} that it can, {report.Held:0} held; p50 {report.Latency.MedianMs:0.0} ms, p99 {report.Latency.P99Ms:0.0} ms\n")),
        Output.Table(
            report.Memory, new("host", row => row.Host), new("start MB", row => Number(row.StartMb), Number: true), new("middle MB", row => Number(row.MiddleMb), Number: true),
            new("end MB", row => Number(row.EndMb), Number: true), new("most MB", row => Number(row.MostMb), Number: true)));

    private static Rows ShowFollowers(FollowersReport report) => new(
        new Text(string.Create(CultureInfo.InvariantCulture,
            $"{report.Machine}\n{report.Followers} followers of one request, {report.OpenedPerSecond:0} opened a second; the last heard of its end after {report.LastHeardMs:0} ms\n")),
        Output.Table(
            report.Memory, new("host", row => row.Host), new("before MB", row => Number(row.BeforeMb), Number: true), new("with MB", row => Number(row.WithMb), Number: true),
            new("kB each", row => row.EachKb.ToString("0.0", CultureInfo.InvariantCulture), Number: true)));

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Precise(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
