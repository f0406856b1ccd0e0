using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Shaping;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary><c>edgeactors bench split</c>: real processes, the device behind a slow link, every policy at every rate.</summary>
internal static class SplitBenchCommand
{
    private const string Question = "What is in this picture?";

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
        await using var tiers = await ShapedTiers.StartAsync(
            keep, options.Pictures, options.Slowdown, LinkRate.Symmetric(options.Rates.Max()), options.InProcess, output.Progress, cancel);
        var traffic = tiers.Ask(Question);
        output.Progress("Asking until the models are ready:");
        var model = (await traffic.FirstAsync(cancel)).Model;
        output.Write(await MeasureAsync(new(traffic, model, tiers.Link, options, output.Progress), model, tiers.Link, options, tiers.PictureBytes, cancel), SplitBenchView.Of);
        return ExitCodes.Done;
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
}
