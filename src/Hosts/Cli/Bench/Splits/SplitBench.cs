using System.Net;
using EdgeActors.Cli.Shaping;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Codecs;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Splits.Simulation;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Runs the policies against each other on real processes over a shaped link.</summary>
internal sealed class SplitBench(SplitBenchOptions options, Output output, TimeProvider time)
{
    public const string TraceName = "trace";

    public async Task<SplitReport> RunAsync(string work, CancellationToken stop)
    {
        output.Progress("building the model and its bundle…");
        var cache = new BundleCache(Path.Combine(work, "bundles"), long.MaxValue);
        var bundle = options.Model is { } model
            ? new BundleBuilder().Prepare(model, cache)
            : BenchModel.Build(Path.Combine(work, "models"), cache);
        var refused = options.InProcess ? "asked for by --in-process" : ShapedNamespace.Unavailable();
        await using var space = refused is null ? await ShapedNamespace.CreateAsync("eabench", 71, LinkRate.Symmetric(25e6), stop) : null;
        using var edge = new EdgeEnd(bundle, cache, space?.EdgeAddress ?? IPAddress.Loopback, time);
        var profiles = new PartitionProfiler(bundle, cache, time).OfEdge();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var serving = edge.ServeAsync(ended.Token);
        await using var device = await DeviceProcess.StartAsync(
            new DeviceSetup(Path.Combine(work, "bundles"), bundle.Id, edge.Address.ToString(), profiles, options.Slowdown, space is null, options.AccuracyLossBudget), space, stop);

        var best = BestFixed(device.Candidates);
        var results = new List<PolicyResult>();
        foreach (var rate in options.BytesPerSecond)
        {
            if (space is not null) await space.SetRateAsync(LinkRate.Symmetric(rate), stop);
            foreach (var (policy, order) in Orders(best, rate, [], options.SecondsPerPoint, options.MinRequests))
                results.Add(Say(PolicyResult.Of($"{rate / 1000:N0} KB/s", rate, policy, await device.RunAsync(order, stop))));
        }
        if (options.TraceSeconds > 0)
        {
            var trace = Coarse(BandwidthTrace.FadesAndSteps(options.Seed, options.TraceSeconds));
            foreach (var (policy, order) in Orders(best, trace[0].BytesPerSecond, trace, options.TraceSeconds, 1))
                results.Add(Say(PolicyResult.Of(TraceName, 0, policy, await ReplayAsync(device, space, order, stop))));
        }
        return new SplitReport(
            $"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}", bundle.Model,
            space is null ? $"in the process: {refused}" : "tc tbf in a network namespace", options.Slowdown, options.AccuracyLossBudget,
            device.Candidates.Single(c => c.SendsPicture).Bytes, best.Pair.ToString(), ChooseMicroseconds(device.Candidates), results);
    }

    private PolicyResult Say(PolicyResult result)
    {
        output.Progress($"{result.Link}: {result.Policy} p50 {result.P50Ms:N1} ms, p95 {result.P95Ms:N1} ms, {result.Requests} requests, {result.Pairs}");
        return result;
    }

    private IEnumerable<(string Policy, DeviceOrder Order)> Orders(SplitCandidate best, double rate, IReadOnlyList<RateStep> trace, double seconds, int least)
    {
        DeviceOrder Order(SplitPolicy policy, string cut = "", string codec = "") => new(policy, cut, codec, rate, trace, seconds, least);
        yield return ("edge only", Order(SplitPolicy.Fixed, CutNames.Input, CodecNames.Picture));
        yield return ("device only", Order(SplitPolicy.Fixed, CutNames.Output, CodecNames.None));
        yield return ("best fixed", Order(SplitPolicy.Fixed, best.Pair.Cut, best.Pair.Codec));
        yield return ("oracle", Order(SplitPolicy.Oracle));
        yield return ("ours", Order(SplitPolicy.Ours));
    }

    /// <summary>The pair that a fixed split would be set to: least mean of the predicted latencies over the links of the sweep.</summary>
    private SplitCandidate BestFixed(IReadOnlyList<SplitCandidate> candidates) => candidates
        .Where(c => !c.IsAllOnDevice && !c.SendsPicture && c.AccuracyLoss <= options.AccuracyLossBudget)
        .MinBy(c => options.BytesPerSecond.Average(r => c.Typical.Total + 1000 * c.Bytes / r))
        ?? candidates.First(c => c.IsAllOnDevice);

    /// <summary>Steps of less than 15 % are left out: each costs two processes of the kernel's tools, which the machine needs for the work.</summary>
    private static List<RateStep> Coarse(BandwidthTrace trace)
    {
        var steps = new List<RateStep>();
        foreach (var (startMs, rate) in trace.Pieces)
            if (steps.Count == 0 || Math.Abs(rate / steps[^1].BytesPerSecond - 1) > 0.15) steps.Add(new RateStep(startMs, rate));
        return steps;
    }

    private async Task<List<MeasuredRequest>> ReplayAsync(DeviceProcess device, ShapedNamespace? space, DeviceOrder order, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (space is not null) await space.SetRateAsync(LinkRate.Symmetric(order.Trace[0].BytesPerSecond), stop);
        var shaping = space is null ? Task.CompletedTask : ShapeAsync(space, order.Trace, over.Token);
        var requests = await device.RunAsync(order, stop);
        await over.CancelAsync();
        await shaping.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return requests;
    }

    private async Task ShapeAsync(ShapedNamespace space, IReadOnlyList<RateStep> trace, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        foreach (var step in trace.Skip(1))
        {
            var early = TimeSpan.FromMilliseconds(step.AtMs) - time.GetElapsedTime(start);
            if (early > TimeSpan.Zero) await Task.Delay(early, time, stop);
            await space.SetRateAsync(LinkRate.Symmetric(step.BytesPerSecond), stop);
        }
    }

    private double ChooseMicroseconds(IReadOnlyList<SplitCandidate> candidates)
    {
        const int Choices = 2000;
        var (chooser, random) = (new SplitChooser(candidates), new Random(1));
        var links = Enumerable.Range(0, Choices).Select(_ => Math.Exp(9 + 8 * random.NextDouble())).Select(g => new LinkEstimate(g, g, 5, 9, TimeSpan.Zero, false)).ToArray();
        SplitChoice? present = null;
        var us = new double[Choices];
        for (var i = 0; i < Choices; i++)
        {
            var start = time.GetTimestamp();
            present = chooser.Choose(new SplitConditions { Link = links[i], AccuracyLossBudget = options.AccuracyLossBudget }, present);
            us[i] = time.GetElapsedTime(start).TotalMicroseconds;
        }
        return Inference.Sessions.RunTimes.Quantile([.. us.Order()], 0.5);
    }
}
