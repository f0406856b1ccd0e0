using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Bench.Splits;
using EdgeActors.Cli.Models;
using EdgeActors.Cli.Shaping;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>
/// <c>edgeactors bench tasks</c>: for every model of the store its score uncut, what each cut and codec sends and loses, and the latency over a slow link
/// against the device and the edge alone.
/// </summary>
internal static class TaskBenchCommand
{
    public static Command Create()
    {
        var models = ModelsFolderOption.Create();
        var only = new Option<string[]>("--model") { Description = "models to measure; all where not given", AllowMultipleArgumentsPerToken = true };
        var rate = new Option<double>("--rate") { Description = "bytes a second over the link", DefaultValueFactory = _ => 250_000 };
        var roundTrip = new Option<double>("--rtt") { Description = "round trip of the link, ms", DefaultValueFactory = _ => 10 };
        var slowdown = new Option<double>("--slowdown") { Description = "how many times slower the device is than this machine", DefaultValueFactory = _ => 10 };
        var budget = new Option<double>("--budget") { Description = "points of the task's score that a cut may lose", DefaultValueFactory = _ => 0.1 };
        var share = new Option<double>("--most-on-device") { Description = "share of the multiply-adds that the device is to do at most, 0 to 1, for the fewest bytes", DefaultValueFactory = _ => 0.25 };
        var over = new Option<bool>("--over-link") { Description = "also start all tiers, the device slowed down and behind a link of that rate, and measure each task's latency there" };
        var requests = new Option<int>("--requests") { Description = "requests for one task and one cut over the link", DefaultValueFactory = _ => 40 };
        var patience = new Option<double>("--patience") { Description = "most seconds for those", DefaultValueFactory = _ => 20 };
        var inProcess = new Option<bool>("--in-process") { Description = "slow the link down in the device's process even where the kernel could" };
        var command = new Command("tasks", "What each task loses, sends and waits when its model is cut and compressed.")
        {
            models, only, rate, roundTrip, slowdown, budget, share, over, requests, patience, inProcess,
        };
        command.SetAction((parsed, cancelled) => Task.Run(async () =>
        {
            var output = Output.For(parsed);
            var bench = new TaskBench(
                Positive(parsed.GetValue(rate), "--rate"), Positive(parsed.GetValue(roundTrip), "--rtt"), Positive(parsed.GetValue(slowdown), "--slowdown"), parsed.GetValue(budget), Positive(parsed.GetValue(share), "--most-on-device"));
            var figures = Measure(new ModelStore(parsed.GetRequiredValue(models)), parsed.GetValue(only) ?? [], bench, output, cancelled);
            var link = parsed.GetValue(over)
                ? await OverLinkAsync(bench, figures, parsed.GetValue(requests), TimeSpan.FromSeconds(parsed.GetValue(patience)), parsed.GetValue(inProcess), output, cancelled)
                : null;
            output.Write(
                new { bench.Rate, bench.RoundTripMs, bench.Slowdown, bench.Budget, bench.MostOnDevice, Machine = Machine.Describe(), Tasks = figures, OverLink = link },
                shown => new Rows([Summary(shown.Tasks, shown.Budget), .. shown.Tasks.Select(View), .. shown.OverLink is { } measured ? [Measured(measured)] : Array.Empty<IRenderable>()]));
            return ExitCodes.Done;
        }, cancelled));
        return command;
    }

    private static List<TaskFigures> Measure(ModelStore store, string[] only, TaskBench bench, Output output, CancellationToken cancelled)
    {
        var names = only is [] ? store.Names.ToArray() : only;
        var folder = Directory.CreateTempSubdirectory("edgeactors-bench-");
        try
        {
            var figures = new List<TaskFigures>();
            foreach (var name in names)
            {
                cancelled.ThrowIfCancellationRequested();
                output.Progress($"{name}: cutting and timing…");
                figures.Add(bench.Run(store.Open(name), new BundleCache(Path.Combine(folder.FullName, name), long.MaxValue), TimeProvider.System));
            }
            return figures;
        }
        catch (InferenceException e)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<TaskLinkReport> OverLinkAsync(
        TaskBench bench, IReadOnlyList<TaskFigures> figures, int requests, TimeSpan patience, bool inProcess, Output output, CancellationToken cancel)
    {
        var pictures = RepositoryFolders.Find("models/pictures") ?? throw CommandFailed.Usage("There is no models/pictures at or above this folder.");
        await using var tiers = await ShapedTiers.StartAsync(null, pictures, bench.Slowdown, LinkRate.Symmetric(bench.Rate), inProcess, output.Progress, cancel);
        var latencies = await new TaskLinkBench(tiers, figures, bench.Rate, requests, patience, output.Progress).RunAsync(cancel);
        return new(tiers.Link.Description, bench.Rate, bench.Slowdown, tiers.PictureBytes, latencies);
    }

    private static double Positive(double value, string option) =>
        value > 0 && double.IsFinite(value) ? value : throw CommandFailed.Usage($"{option} is {Show(value, 1)}; it must be above 0.");

    private static Table Summary(IEnumerable<TaskFigures> figures, double budget) => Output.Table(figures,
        new Column<TaskFigures>("task", f => f.Task), new("model", f => f.Model),
        new("uncut", f => f.Uncut is { } score ? $"{Show(score, 2)} {f.Metric}" : "", true),
        new("pixels, bytes", f => f.PixelBytes.ToString("N0", CultureInfo.InvariantCulture), true),
        new($"fewest bytes within {Show(budget, 1)} points", f => f.Smallest is { } cut ? $"{Show(cut.Bytes, 0)} ({cut.Cut}, {cut.Codec})" : "none", true),
        new("times fewer", f => f.Smallest is { } cut ? Show(cut.FewerThanPixels, 1) : "", true),
        new("source study", f => Show(f.SourceStudy, 1), true),
        new("of it on the device", f => f.Smallest is { } cut ? $"{Show(100 * cut.HeadShare, 1)} %" : "", true),
        new("fewest bytes at any cut", f => f.Anywhere is { } cut ? $"{Show(cut.Bytes, 0)} ({cut.Cut}, {cut.Codec}), {Show(100 * cut.HeadShare, 1)} % on the device" : "none", true),
        new("device only, ms", f => Show(f.DeviceOnlyMs, 1), true), new("edge only, ms", f => Show(f.EdgeOnlyMs, 1), true),
        new("hybrid, ms", f => f.Fastest is { } cut ? Show(cut.HybridMs, 1) : "", true));

    private static Rows Measured(TaskLinkReport report) => new(
        new Markup(Markup.Escape($"Through all tiers, {LinkRate.Show(report.BytesPerSecond)} by the {report.Shaping}, the device {Show(report.Slowdown, 0)} times slower, pictures of {Show(report.PictureBytes, 0)} bytes")),
        Output.Table(report.Latencies,
            new Column<TaskLatency>("task", l => l.Task), new("model", l => l.Model), new("policy", l => l.Figures.Policy), new("cut", l => l.Figures.Pairs.FirstOrDefault() ?? ""),
            new("p50 ms", l => Show(l.Figures.P50Ms, 1), true), new("p95 ms", l => Show(l.Figures.P95Ms, 1), true), new("link bytes", l => Show(l.Figures.LinkBytes, 0), true),
            new("answered", l => $"{l.Figures.Requests}", true), new("failed", l => $"{l.Figures.Failed}", true)));

    private static Table View(TaskFigures figures) => Output.Table(figures.Cuts,
        new Column<TaskCut>(figures.Model, cut => cut.Cut), new("codec", cut => cut.Codec), new("bytes", cut => Show(cut.Bytes, 0), true),
        new("times fewer", cut => Show(cut.FewerThanPixels, 1), true), new("points lost", cut => cut.PointsLost is { } lost ? Show(lost, 2) : "not measured", true),
        new("examples", cut => $"{cut.Examples}", true), new("on the device", cut => $"{Show(100 * cut.HeadShare, 1)} %", true), new("hybrid, ms", cut => Show(cut.HybridMs, 1), true));

    private static string Show(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
