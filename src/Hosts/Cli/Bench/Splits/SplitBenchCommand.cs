using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary><c>edgeactors bench split</c>: real processes, the device behind a slow link, every policy at every rate.</summary>
internal static class SplitBenchCommand
{
    private const string Device = "device-1";
    private const byte Subnet = 41;

    public static Command Create()
    {
        var requests = new Option<int>("--requests") { Description = "requests for one policy at one rate", DefaultValueFactory = _ => 40 };
        var patience = new Option<double>("--patience") { Description = "most seconds for one policy at one rate", DefaultValueFactory = _ => 10 };
        var slowdown = new Option<double>("--slowdown") { Description = "by how much the device's models are slowed down, since both tiers share this machine", DefaultValueFactory = _ => 120 };
        var rates = new Option<double[]>("--rate") { Description = "bytes/s of the link, both ways; may be repeated", AllowMultipleArgumentsPerToken = true };
        var trace = new Option<double>("--trace") { Description = "seconds of a trace with fades and steps; 0 leaves it out", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "of the trace", DefaultValueFactory = _ => 1 };
        var plot = new Option<string?>("--plot") { Description = "draw latency against bandwidth to this PNG" };
        var keep = new Option<string?>("--data-dir") { Description = "keep journals and logs here; a temporary folder that is removed where not given" };
        var pictures = new Option<string?>("--pictures") { Description = "a folder of pictures for the device; models/pictures where not given" };
        var inProcess = new Option<bool>("--in-process") { Description = "slow the link down in the device's process even where the kernel could" };
        var command = new Command("split", "The split through the whole system: real hosts, edge-only, device-only and fixed splits against our choice, over the link's bandwidth.")
        {
            requests, patience, slowdown, rates, trace, seed, plot, pictures, inProcess, keep,
        };
        command.SetAction((parsed, cancel) => RunAsync(
            new(
                parsed.GetValue(rates) is { Length: > 0 } given ? given : SplitBenchOptions.DefaultRates, parsed.GetValue(requests),
                TimeSpan.FromSeconds(parsed.GetValue(patience)), parsed.GetValue(slowdown), parsed.GetValue(seed), parsed.GetValue(trace), parsed.GetValue(plot),
                parsed.GetValue(pictures) ?? RepositoryFolders.Find("models/pictures")
                    ?? throw CommandFailed.Usage("There is no models/pictures at or above this folder: name a folder with --pictures."),
                parsed.GetValue(inProcess)),
            parsed.GetValue(keep), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(SplitBenchOptions options, string? keep, Output output, CancellationToken cancel)
    {
        var refused = options.InProcess ? "asked for by --in-process" : ShapedNamespace.Unavailable();
        var data = keep is { } ? Path.GetFullPath(keep) : Directory.CreateTempSubdirectory("edgeactors-bench-split-").FullName;
        try
        {
            await using var space = refused is null ? await ShapedNamespace.CreateAsync("eadev", Subnet, LinkRate.Symmetric(options.Rates.Max()), cancel) : null;
            output.Progress(space is null ? $"Starting the tiers, the link slowed down in the device's process ({refused}):" : "Starting the tiers, the device in a network namespace of its own:");
            string[] device = ["--slowdown", options.Slowdown.ToString("R", CultureInfo.InvariantCulture), .. space is null ? ["--link-shaping"] : Array.Empty<string>()];
            await using var tiers = await TierSet.StartAsync(new(data, GatewayPort: 0, Path.GetFullPath(options.Pictures), [Device], device, space), output.Progress, cancel);
            IShapedLink link = space as IShapedLink ?? new ThrottledLink(new DeviceLink(tiers.Address(Device), Device));
            using var client = new GatewayClient(tiers.Gateway);
            var (pictures, bytes) = await PicturesAsync(client, cancel);
            var traffic = new SplitTraffic(client, Device, pictures);
            output.Progress("Asking until the models are ready:");
            var first = await FirstAnswerAsync(traffic, cancel);
            output.Write(await MeasureAsync(new(traffic, first.Model, link, options, output.Progress), first.Model, link, options, bytes, cancel), SplitBenchView.Of);
            return ExitCodes.Done;
        }
        finally
        {
            if (keep is null)
                Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<SplitBenchReport> MeasureAsync(
        SplitBench bench, string model, IShapedLink link, SplitBenchOptions options, double pictureBytes, CancellationToken cancel)
    {
        var sweep = await bench.SweepAsync(cancel);
        if (sweep.All(figures => figures.Requests == 0))
            throw new CommandFailed("No request was answered at any rate.");
        var bestFixed = SplitVerdicts.BestFixed(sweep);
        var pair = sweep.First(figures => figures.Policy == bestFixed && figures.Requests > 0).Pairs[0].Split(' ');
        var (trace, steps) = options.TraceSeconds > 0 ? await bench.PlayTraceAsync(SplitPolicy.Fixed(pair[0], pair.Length > 1 ? pair[1] : ""), cancel) : ([], 0);
        var title = string.Create(CultureInfo.InvariantCulture, $"One request through all tiers: {model}, device {options.Slowdown:0.#} times slower, pictures of {pictureBytes / 1000:0} KB");
        if (options.Plot is { } path)
            SplitPlot.Save(title, sweep, path);
        return new SplitBenchReport(
            Machine.Describe(), link.Description, model, options.Slowdown, pictureBytes, options.TraceSeed, options.TraceSeconds, bestFixed,
            sweep, SplitVerdicts.Of(sweep), trace, SplitVerdicts.OfTrace(trace, bestFixed, steps));
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
}
