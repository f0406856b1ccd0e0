using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Cli.Bench;

/// <summary>
/// <c>edgeactors bench train-step</c>: pictures a second through one training step of a small convolutional network, and through the same
/// step in PyTorch. Both sides take turns, so that what else the machine does hits both; the best round of each counts.
/// </summary>
internal static class TrainStepBenchCommand
{
    private const int BatchSize = 64;
    private const float LearningRate = 0.01f;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "turns of each side", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "of each turn", DefaultValueFactory = _ => 3 };
        var threads = new Option<int[]>("--threads") { Description = "thread counts to measure", DefaultValueFactory = _ => [1, 2], AllowMultipleArgumentsPerToken = true };
        var command = new Command("train-step", "Training speed against PyTorch: network conv3, batch 64, SGD with momentum.") { rounds, seconds, threads };
        command.SetAction((parsed, _) => Task.Run(() =>
        {
            var output = Output.For(parsed);
            var rows = parsed.GetRequiredValue(threads).Select(t => Measure(t, parsed.GetValue(rounds), parsed.GetValue(seconds), output)).ToArray();
            output.Rows(
                rows,
                new("threads", r => Show(r.Threads), Number: true),
                new("pictures/s", r => Show(r.ImagesPerSecond), Number: true),
                new("PyTorch", r => Show(r.PeerImagesPerSecond), Number: true),
                new("ratio", r => Show(r.Ratio, "F2"), Number: true),
                new("ratio by CPU time", r => Show(r.CpuRatio, "F2"), Number: true),
                new("peak MB", r => Show(r.PeakBytes / 1e6), Number: true),
                new("PyTorch peak MB", r => Show(r.PeerPeakBytes / 1e6), Number: true));
            return ExitCodes.Done;
        }));
        return command;
    }

    /// <summary>[batch, 3, 32, 32]: three convolutions 3-32-64-64, each with ReLU and pooling, then 1024-128-10.</summary>
    internal static Model Network()
    {
        var b = new NetworkBuilder("input", [3, 32, 32], seed: 1);
        var x = b.Input;
        foreach (var (name, width) in new[] { ("first", 32), ("second", 64), ("third", 64) })
            x = b.MaxPool($"{name}.pool", b.Relu($"{name}.relu", b.Convolution(name, x, width, kernel: 3, bias: true)), size: 2);
        x = b.Relu("hidden.relu", b.Linear("hidden", b.Reshape("flat", x, [1024]), 128));
        return b.Build("conv3", "logits", b.Linear("classifier", x, 10));
    }

    private static Row Measure(int threads, int rounds, double seconds, Output output)
    {
        using var step = new TrainStep(Network(), new TrainStepOptions { Optimizer = new Sgd() }, BatchSize, threads);
        var random = new SeededRandom(1);
        foreach (ref var value in step.Input<float>("input"))
            value = (float)random.NextNormal();
        foreach (ref var label in step.Input<long>("labels"))
            label = random.NextInt(10);
        step.Run(LearningRate);

        using var peer = PeerProcess.TryStart("train_step.py", "torch", threads.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture));
        if (peer is null)
            output.Progress("No Python with torch here (Debian: apt install python3-torch): measured without the peer.");
        var (ours, theirs) = (new List<Turn>(), new List<Turn>());
        for (var i = 0; i < rounds; i++)
        {
            ours.Add(Take(step, seconds));
            if (peer is not null)
                theirs.Add(peer.Round<Turn>());
            output.Progress(string.Create(CultureInfo.InvariantCulture, $"{threads} thread(s), turn {i + 1}: {ours[^1].ImagesPerSecond:F0} pictures/s{(peer is null ? "" : $", PyTorch {theirs[^1].ImagesPerSecond:F0}")}"));
        }
        var version = theirs.FirstOrDefault()?.Version;
        return new Row(threads, Best(ours)!.Value, Best(theirs), ours.Max(t => t.ImagesPerCpuSecond), theirs.Count == 0 ? null : theirs.Max(t => t.ImagesPerCpuSecond),
            ours.Max(t => t.PeakBytes), theirs.Count == 0 ? null : theirs.Max(t => t.PeakBytes), version is null ? null : $"PyTorch {version}");
    }

    private static Turn Take(TrainStep step, double seconds)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, started, steps) = (process.TotalProcessorTime, Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            step.Run(LearningRate);
            steps++;
        }
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return new Turn(steps * BatchSize / elapsed, steps * BatchSize / (process.TotalProcessorTime - cpu).TotalSeconds, process.PeakWorkingSet64, null);
    }

    private static double? Best(List<Turn> turns) => turns.Count == 0 ? null : turns.Max(t => t.ImagesPerSecond);

    private static string Show(double? value, string format = "F0") => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private sealed record Turn(double ImagesPerSecond, double ImagesPerCpuSecond, long PeakBytes, string? Version);

    private sealed record Row(
        int Threads, double ImagesPerSecond, double? PeerImagesPerSecond, double ImagesPerCpuSecond, double? PeerImagesPerCpuSecond, long PeakBytes, long? PeerPeakBytes, string? Peer)
    {
        public double? Ratio => ImagesPerSecond / PeerImagesPerSecond;

        public double? CpuRatio => ImagesPerCpuSecond / PeerImagesPerCpuSecond;
    }
}
