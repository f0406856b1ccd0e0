using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Models;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using Spectre.Console;

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
        var command = new Command("tasks", "What each task loses, sends and waits when its model is cut and compressed.") { models, only, rate, roundTrip, slowdown, budget, share };
        command.SetAction((parsed, cancelled) => Task.Run(() =>
        {
            var output = Output.For(parsed);
            var bench = new TaskBench(
                Positive(parsed.GetValue(rate), "--rate"), Positive(parsed.GetValue(roundTrip), "--rtt"), Positive(parsed.GetValue(slowdown), "--slowdown"), parsed.GetValue(budget), Positive(parsed.GetValue(share), "--most-on-device"));
            var figures = Measure(new ModelStore(parsed.GetRequiredValue(models)), parsed.GetValue(only) ?? [], bench, output, cancelled);
            output.Write(
                new { bench.Rate, bench.RoundTripMs, bench.Slowdown, bench.Budget, bench.MostOnDevice, Machine = Machine.Describe(), Tasks = figures },
                shown => new Rows(shown.Tasks.Select(View).Prepend(Summary(shown.Tasks, shown.Budget))));
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
        new("device only, ms", f => Show(f.DeviceOnlyMs, 1), true), new("edge only, ms", f => Show(f.EdgeOnlyMs, 1), true),
        new("hybrid, ms", f => f.Fastest is { } cut ? Show(cut.HybridMs, 1) : "", true));

    private static Table View(TaskFigures figures) => Output.Table(figures.Cuts,
        new Column<TaskCut>(figures.Model, cut => cut.Cut), new("codec", cut => cut.Codec), new("bytes", cut => Show(cut.Bytes, 0), true),
        new("times fewer", cut => Show(cut.FewerThanPixels, 1), true), new("points lost", cut => cut.PointsLost is { } lost ? Show(lost, 2) : "not measured", true),
        new("examples", cut => $"{cut.Examples}", true), new("on the device", cut => $"{Show(100 * cut.HeadShare, 1)} %", true), new("hybrid, ms", cut => Show(cut.HybridMs, 1), true));

    private static string Show(double value, int digits) => value.ToString($"N{digits}", CultureInfo.InvariantCulture);
}
