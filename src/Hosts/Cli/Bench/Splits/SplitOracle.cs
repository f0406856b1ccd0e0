using EdgeActors.Cli.Shaping;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Splits.Simulation;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>
/// The best that any choice could do on a trace, from the times that the sweep measured: for every request the pair with the least latency, by
/// someone who knows how long each transfer will take.
/// </summary>
/// <param name="samples">Of pinned pairs, at links that did not change.</param>
internal sealed class SplitOracle(IReadOnlyList<SplitSample> samples, IShapedLink link)
{
    /// <summary>The pairs as candidates: medians of what each took besides the link.</summary>
    public IReadOnlyList<SplitCandidate> Candidates { get; } =
    [
        .. from sample in samples
           group sample by (sample.Cut, sample.Codec) into pair
           let device = Median(pair.Select(sample => sample.DeviceMs))
           // The way from the client to the device's edge and back counts, too; it is the same for every pair.
           let rest = Median(pair.Select(sample => sample.LatencyMs - sample.DeviceMs - sample.UplinkMs))
           let times = new SplitTimes(device + (pair.Key.Cut == SplitPolicy.DeviceOnly.Cut ? rest : 0), 0, 0, rest)
           select new SplitCandidate
           {
               Pair = new SplitPair(pair.First().Model, "", pair.Key.Cut, pair.Key.Codec),
               Cautious = times,
               Typical = times,
               Bytes = pair.Key.Cut == SplitPolicy.DeviceOnly.Cut ? 0 : Median(pair.Select(sample => (double)sample.LinkBytes)),
               AccuracyLoss = 0,
               HeadMemoryBytes = 0,
           },
    ];

    public IReadOnlyList<double> Play(IReadOnlyList<double> trace, double pieceMs)
    {
        if (Candidates.Count == 0)
            return [];
        var bandwidth = new BandwidthTrace([.. trace.Select((rate, piece) => (piece * pieceMs, rate))]);
        var settings = new SimulationSettings
        {
            Seconds = trace.Count * pieceMs / 1000,
            EveryMs = 0,
            ComputeNoise = 0,
            RttMs = samples.Count == 0 ? 0 : samples.GroupBy(sample => sample.Cut).Min(cut => RunTimes.Quantile([.. cut.Select(sample => sample.UplinkMs).Order()], 0.3)),
            BurstBytes = link.BurstBytes(trace.Min()),
        };
        return [.. new SplitSimulator(bandwidth, Candidates, settings).Oracle().Select(request => request.LatencyMs)];
    }

    private static double Median(IEnumerable<double> values) => RunTimes.Quantile([.. values.Order()], 0.5);
}
