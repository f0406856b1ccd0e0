using System.CommandLine;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// <c>bench split</c>: latency of edge-only, device-only, the best fixed split, ours and an oracle, from 10 KB/s to 25 MB/s and on a trace
/// with fades and steps; two real processes over a link that the kernel shapes.
/// </summary>
internal static class SplitBenchCommand
{
    // 10 KB/s to 25 MB/s, denser where edge-only is said to falter (300 KB/s).
    private static readonly double[] Sweep = [10, 31, 62, 125, 250, 300, 500, 1000, 5000, 25_000];

    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "A model of the models folder; without it, a 224 × 224 residual network with weights by seed" };
        var models = new Option<string>("--models") { Description = "Folder of models", DefaultValueFactory = _ => "models" };
        var slowdown = new Option<double>("--slowdown") { Description = "How many times slower the device is than this machine", DefaultValueFactory = _ => 10 };
        var budget = new Option<double>("--budget") { Description = "Points of accuracy that a codec may cost", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "For each policy at each bandwidth", DefaultValueFactory = _ => 4 };
        var trace = new Option<double>("--trace-seconds") { Description = "Length of the trace; 0 leaves it out", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "Of the trace", DefaultValueFactory = _ => 7 };
        var rates = new Option<double[]>("--kbps") { Description = "Bandwidths in KB/s", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => Sweep };
        var plot = new Option<string?>("--plot") { Description = "Write latency against bandwidth to this PNG" };
        var inProcess = new Option<bool>("--in-process") { Description = "Shape in the process even where the kernel could" };
        var command = new Command("split", "Compare the adaptive split with edge-only, device-only, the best fixed split and an oracle.")
        {
            model, models, slowdown, budget, seconds, trace, seed, rates, plot, inProcess,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var output = Output.For(parsed);
            var options = new SplitBenchOptions(
                parsed.GetValue(model) is { } name ? new ModelStore(parsed.GetValue(models)!).Open(name) : null,
                [.. parsed.GetValue(rates)!.Select(r => r * 1000)], parsed.GetValue(seconds), MinRequests: 3, parsed.GetValue(trace), parsed.GetValue(seed),
                parsed.GetValue(slowdown), parsed.GetValue(budget), parsed.GetValue(inProcess));
            if (options.Slowdown < 1 || options.BytesPerSecond.Any(r => r <= 0)) throw CommandFailed.Usage("--slowdown must be at least 1 and every --kbps above 0.");
            var work = Directory.CreateTempSubdirectory("edgeactors-bench-");
            try
            {
                var report = await new SplitBench(options, output, TimeProvider.System).RunAsync(work.FullName, stop);
                if (parsed.GetValue(plot) is { } path) SplitPlot.Save(report, path);
                Write(output, report);
            }
            finally
            {
                work.Delete(recursive: true);
            }
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Write(Output output, SplitReport report)
    {
        output.Text($"{report.Model} on {report.Machine}; link shaped by {report.Shaping}; device slowed {report.Slowdown:0.#} times");
        output.Text($"picture {report.PictureBytes:N0} bytes; best fixed split {report.BestFixed}; a choice takes {report.ChooseMicroseconds:N1} µs");
        output.Write(report, r => Output.Table(r.Results,
            new Column<PolicyResult>("link", x => x.Link), new("policy", x => x.Policy), new("n", x => $"{x.Requests}", true),
            new("mean ms", x => $"{x.MeanMs:N1}", true), new("p50 ms", x => $"{x.P50Ms:N1}", true), new("p95 ms", x => $"{x.P95Ms:N1}", true),
            new("p99 ms", x => $"{x.P99Ms:N1}", true), new("bytes", x => $"{x.MeanBytes:N0}", true), new("switches", x => $"{x.Switches}", true),
            new("error", x => x.PredictionErrorPercent is { } e ? $"{e:N1} %" : "", true), new("pairs", x => x.Pairs)));
    }
}
