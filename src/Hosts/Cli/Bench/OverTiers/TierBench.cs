using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Shaping;
using EdgeActors.Inference.Splits.Simulation;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>
/// Measures our choice of split against fixed ones, on running tiers. First our choice alone at every rate, to learn which pairs it
/// would use; those, with both ends, are then pinned in turn beside it, so that every comparison is of neighbours in time. The oracle
/// of a rate is the best of the pinned.
/// </summary>
internal sealed class TierBench(SplitTraffic traffic, string model, ShapedNamespace link, TierBenchOptions options, Action<string> progress)
{
    /// <summary>A trace is played in pieces of this length: the kernel's filter is changed by a program, which takes its time.</summary>
    private const double TracePieceMs = 500;

    public async Task<IReadOnlyList<SplitFigures>> SweepAsync(CancellationToken cancel)
    {
        var pinned = await PoliciesWorthPinningAsync(cancel);
        progress($"  pairs compared: {string.Join("; ", pinned.Select(policy => policy.Name))}");
        var figures = new List<SplitFigures>();
        foreach (var (rate, index) in options.Rates.Select((rate, index) => (rate, index)))
        {
            await link.SetRateAsync(LinkRate.Symmetric(rate), cancel);
            // Ours comes first at one rate and last at the next: a drift of the machine favours nobody.
            foreach (var policy in index % 2 == 0 ? [SplitPolicy.Ours, .. pinned] : (IEnumerable<SplitPolicy>)[.. pinned, SplitPolicy.Ours])
            {
                figures.Add(await MeasureAsync(policy, rate, cancel));
                Tell(figures[^1]);
            }
        }
        return figures;
    }

    /// <summary>The same trace once for every policy.</summary>
    public async Task<(IReadOnlyList<SplitFigures> Figures, int Switches, int Steps)> PlayTraceAsync(CancellationToken cancel)
    {
        var trace = Pieces(BandwidthTrace.FadesAndSteps(options.TraceSeed, options.TraceSeconds));
        var figures = new List<SplitFigures>();
        var switches = 0;
        foreach (var policy in (SplitPolicy[])[SplitPolicy.Ours, SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly])
        {
            await link.SetRateAsync(LinkRate.Symmetric(trace[0]), cancel);
            await traffic.PinAsync(model, policy, cancel);
            await traffic.RunAsync(TierBenchOptions.SettlingRequests, 2, options.Patience, cancel);
            traffic.TakeFailures();
            var samples = await PlayAsync(trace, cancel);
            figures.Add(SplitFigures.Of(policy, null, samples, traffic.TakeFailures()));
            if (policy == SplitPolicy.Ours)
                switches = samples.Skip(1).Where((sample, before) => (sample.Cut, sample.Codec) != (samples[before].Cut, samples[before].Codec)).Count();
            Tell(figures[^1]);
        }
        return (figures, switches, trace.Skip(1).Where((rate, before) => rate / trace[before] is > 2 or < 0.5).Count());
    }

    private async Task<IReadOnlyList<SplitPolicy>> PoliciesWorthPinningAsync(CancellationToken cancel)
    {
        progress("  looking which pairs are chosen at each rate");
        var pairs = new HashSet<(string Cut, string Codec)>();
        await traffic.PinAsync(model, SplitPolicy.Ours, cancel);
        foreach (var rate in options.Rates)
        {
            await link.SetRateAsync(LinkRate.Symmetric(rate), cancel);
            foreach (var sample in (await traffic.RunAsync(2 * TierBenchOptions.SettlingRequests, TierBenchOptions.FewestRequests, options.Patience, cancel)).TakeLast(3))
                pairs.Add((sample.Cut, sample.Codec));
        }
        return [.. pairs.Select(pair => SplitPolicy.Fixed(pair.Cut, pair.Codec)).Union([SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly])];
    }

    private async Task<SplitFigures> MeasureAsync(SplitPolicy policy, double rate, CancellationToken cancel)
    {
        await traffic.PinAsync(model, policy, cancel);
        await traffic.RunAsync(TierBenchOptions.SettlingRequests, 2, options.Patience, cancel);
        traffic.TakeFailures();
        var samples = await traffic.RunAsync(options.Requests, TierBenchOptions.FewestRequests, options.Patience, cancel);
        return SplitFigures.Of(policy, rate, samples, traffic.TakeFailures());
    }

    private async Task<List<SplitSample>> PlayAsync(IReadOnlyList<double> trace, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var player = StepAsync(trace, over.Token);
        var samples = new List<SplitSample>();
        try
        {
            while (!player.IsCompleted)
                if (await traffic.AskAsync(cancel) is { } sample)
                    samples.Add(sample);
        }
        finally
        {
            await over.CancelAsync();
        }
        try
        {
            await player;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The trace had ended, or the traffic failed; the latter is on its way up already.
        }
        return samples;
    }

    private async Task StepAsync(IReadOnlyList<double> trace, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        for (var piece = 0; piece < trace.Count; piece++)
        {
            await link.SetRateAsync(LinkRate.Symmetric(trace[piece]), stop);
            var left = TimeSpan.FromMilliseconds((piece + 1) * TracePieceMs) - Stopwatch.GetElapsedTime(started);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, stop);
        }
    }

    private List<double> Pieces(BandwidthTrace trace) =>
        [.. Enumerable.Range(0, (int)(options.TraceSeconds * 1000 / TracePieceMs)).Select(piece => trace.GoodputAt((piece + 0.5) * TracePieceMs))];

    private void Tell(SplitFigures figures) => progress(string.Create(CultureInfo.InvariantCulture,
        $"  {(figures.BytesPerSecond is { } rate ? LinkRate.Show(rate) : "trace"),-10} {figures.Policy,-24} p50 {figures.P50Ms,8:0.0} ms  p95 {figures.P95Ms,8:0.0} ms  {figures.LinkBytes,8:0} bytes  {figures.Requests} answered, {figures.Failed} failed"));
}
