using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary><c>edgeactors bench tiers</c>: real processes, the device behind a slow link, every policy at every rate.</summary>
internal static class TierBenchCommand
{
    private const string Device = "device-1";
    private const byte Subnet = 41;

    public static Command Create()
    {
        var requests = new Option<int>("--requests") { Description = "requests for one policy at one rate", DefaultValueFactory = _ => 30 };
        var patience = new Option<double>("--patience") { Description = "most seconds for one policy at one rate", DefaultValueFactory = _ => 15 };
        var slowdown = new Option<double>("--slowdown") { Description = "by how much the device's models are slowed down, since both tiers share this machine", DefaultValueFactory = _ => 10 };
        var rates = new Option<double[]>("--rate") { Description = "bytes/s of the link, both ways; may be repeated", AllowMultipleArgumentsPerToken = true };
        var trace = new Option<double>("--trace") { Description = "seconds of a trace with fades and steps; 0 leaves it out", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "of the trace", DefaultValueFactory = _ => 1 };
        var plot = new Option<string?>("--plot") { Description = "draw latency against bandwidth to this PNG" };
        var pictures = new Option<string?>("--pictures") { Description = "a folder of pictures for the device; models/pictures where not given" };
        var command = new Command("tiers", "The split through the whole system: real hosts, pinned splits against our choice, over the link's bandwidth.")
        {
            requests, patience, slowdown, rates, trace, seed, plot, pictures,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            new(
                parsed.GetValue(rates) is { Length: > 0 } given ? given : TierBenchOptions.DefaultRates, parsed.GetValue(requests),
                TimeSpan.FromSeconds(parsed.GetValue(patience)), parsed.GetValue(slowdown), parsed.GetValue(seed), parsed.GetValue(trace), parsed.GetValue(plot),
                parsed.GetValue(pictures) ?? RepositoryFolders.Find("models/pictures")
                    ?? throw CommandFailed.Usage("There is no models/pictures at or above this folder: name a folder with --pictures.")),
            Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(TierBenchOptions options, Output output, CancellationToken cancel)
    {
        if (ShapedNamespace.Unavailable() is { } reason)
            throw new CommandFailed($"This bench shapes the link in the kernel: {reason}.");
        var data = Directory.CreateTempSubdirectory("edgeactors-bench-tiers-").FullName;
        try
        {
            await using var space = await ShapedNamespace.CreateAsync("eadev", Subnet, LinkRate.Symmetric(options.Rates.Max()), cancel);
            output.Progress("Starting the tiers, the device in a network namespace of its own:");
            await using var tiers = await TierSet.StartAsync(
                new(data, GatewayPort: 0, Path.GetFullPath(options.Pictures), [Device], ["--slowdown", options.Slowdown.ToString("R", CultureInfo.InvariantCulture)], space),
                output.Progress, cancel);
            using var client = new GatewayClient(tiers.Gateway);
            var (pictures, bytes) = await PicturesAsync(client, cancel);
            var traffic = new SplitTraffic(client, Device, pictures);
            output.Progress("Asking until the models are ready:");
            var first = await FirstAnswerAsync(traffic, cancel);
            var bench = new TierBench(traffic, first.Model, space, options, output.Progress);
            output.Progress("Sweep:");
            var sweep = await bench.SweepAsync(cancel);
            var (trace, switches, steps) = options.TraceSeconds > 0 ? await bench.PlayTraceAsync(cancel) : ([], 0, 0);
            if (options.Plot is { } path)
                TierPlot.Save(sweep, path);
            var report = new TierBenchReport(
                Machine(), ShapedNamespace.Description, first.Model, options.Slowdown, bytes, options.TraceSeed, options.TraceSeconds,
                sweep, SplitVerdicts.Of(sweep), trace, SplitVerdicts.OfTrace(trace, switches, steps));
            output.Write(report, TierBenchView.Of);
            return ExitCodes.Done;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<string> Ids, double MeanBytes)> PicturesAsync(GatewayClient client, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            while (true)
            {
                var devices = await client.GetJsonAsync("/v1/devices", limited.Token);
                foreach (var device in devices.EnumerateArray())
                    if (device.GetProperty("online").GetBoolean() && device.GetProperty("pictures") is { } held && held.GetArrayLength() > 0)
                        return ([.. held.EnumerateArray().Select(picture => picture.GetProperty("id").GetString()!)],
                            held.EnumerateArray().Average(picture => picture.GetProperty("length").GetInt64()));
                await look.WaitForNextTickAsync(limited.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed("The device was not online with its pictures after 60 s.");
        }
    }

    private static async Task<SplitSample> FirstAnswerAsync(SplitTraffic traffic, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (await traffic.AskAsync(cancel) is { } sample)
                return sample;
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
        throw new CommandFailed($"No request was answered in 20 tries: {traffic.LastFailure}");
    }

    private static string Machine() =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}";
}
