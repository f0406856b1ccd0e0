using System.Globalization;
using EdgeActors.Cli.Shaping;
using EdgeActors.Inference.Splits.Simulation;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// Measures our choice of split against fixed ones, on running tiers. First our choice alone at every rate, to learn which pairs it
/// would use; those, with both ends, are then pinned in turn beside it, so that every comparison is of neighbours in time.
/// </summary>
internal sealed class SplitBench(SplitTraffic traffic, string model, IShapedLink link, SplitBenchOptions options, Action<string> progress)
{
    /// <summary>A trace is played in pieces of this length: the kernel's filter is changed by a program, which takes its time.</summary>
    public const double TracePieceMs = 500;

    private readonly List<SplitSample> _pinned = [];

    /// <summary>Every answer of a pinned pair at a link that did not change.</summary>
    public IReadOnlyList<SplitSample> Pinned => _pinned;

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

    /// <summary>The same trace once for every policy, and what an oracle would have made of it.</summary>
    public async Task<(IReadOnlyList<SplitFigures> Figures, int Steps)> PlayTraceAsync(SplitPolicy bestFixed, CancellationToken cancel)
    {
        var trace = Pieces(BandwidthTrace.FadesAndSteps(options.TraceSeed, options.TraceSeconds));
        var player = new TracePlayer(traffic, link, trace, TracePieceMs);
        var figures = new List<SplitFigures>();
        foreach (var policy in ((SplitPolicy[])[SplitPolicy.Ours, SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly, bestFixed]).Distinct())
        {
            await link.SetRateAsync(LinkRate.Symmetric(trace[0]), cancel);
            await traffic.PinAsync(model, policy, cancel);
            await traffic.SettleAsync(options.Patience, cancel);
            var samples = await player.PlayAsync(cancel);
            figures.Add(SplitFigures.Of(policy.Name, null, samples, traffic.TakeFailures()));
            Tell(figures[^1]);
        }
        var oracle = new SplitOracle(_pinned, link).Play(trace, TracePieceMs);
        figures.Add(SplitFigures.Of(SplitPolicy.Oracle, null, [.. oracle.Select(ms => new SplitSample(ms, ms, double.NaN, 0, 0, 0, model, "", ""))], 0));
        return (figures, trace.Skip(1).Where((rate, before) => rate / trace[before] is > 2 or < 0.5).Count());
    }

    private async Task<IReadOnlyList<SplitPolicy>> PoliciesWorthPinningAsync(CancellationToken cancel)
    {
        progress("  looking which pairs are chosen at each rate");
        var pairs = new HashSet<(string Cut, string Codec)>();
        await traffic.PinAsync(model, SplitPolicy.Ours, cancel);
        // Down from the fastest, where heads arrive at once: a pair whose head the device lacks can't be chosen.
        foreach (var rate in options.Rates.OrderDescending())
        {
            await link.SetRateAsync(LinkRate.Symmetric(rate), cancel);
            await traffic.SettleAsync(options.Patience, cancel);
            foreach (var sample in await traffic.RunAsync(3, 3, options.Patience, cancel))
                pairs.Add((sample.Cut, sample.Codec));
        }
        return [.. pairs.Select(pair => SplitPolicy.Fixed(pair.Cut, pair.Codec)).Union([SplitPolicy.EdgeOnly, SplitPolicy.DeviceOnly])];
    }

    private async Task<SplitFigures> MeasureAsync(SplitPolicy policy, double rate, CancellationToken cancel)
    {
        await traffic.PinAsync(model, policy, cancel);
        await traffic.SettleAsync(options.Patience, cancel);
        var samples = await traffic.RunAsync(options.Requests, SplitBenchOptions.FewestRequests, options.Patience, cancel);
        if (policy != SplitPolicy.Ours)
            _pinned.AddRange(samples);
        return SplitFigures.Of(policy.Name, rate, samples, traffic.TakeFailures());
    }

    private List<double> Pieces(BandwidthTrace trace) =>
        [.. Enumerable.Range(0, (int)(options.TraceSeconds * 1000 / TracePieceMs)).Select(piece => trace.GoodputAt((piece + 0.5) * TracePieceMs))];

    private void Tell(SplitFigures figures) => progress(string.Create(CultureInfo.InvariantCulture,
        $"  {(figures.BytesPerSecond is { } rate ? LinkRate.Show(rate) : "trace"),-10} {figures.Policy,-24} p50 {figures.P50Ms,8:0.0} ms  p95 {figures.P95Ms,8:0.0} ms  {figures.LinkBytes,8:0} bytes  error {figures.PredictionErrorPercent,5:0.0} %  {figures.Requests} answered, {figures.Failed} failed  {(figures.Failed == 0 ? figures.Pairs.FirstOrDefault() : traffic.LastFailure)}"));
}
