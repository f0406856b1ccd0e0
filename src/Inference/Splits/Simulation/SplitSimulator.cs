namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>
/// Runs requests one after another over a bandwidth trace, with a policy that picks the pair, without any clock or network: the same seed gives
/// the same result. What a policy learns of the link is only what its own transfers and probes show.
/// </summary>
public sealed class SplitSimulator(BandwidthTrace trace, IReadOnlyList<SplitCandidate> candidates, SimulationSettings settings)
{
    // Between two requests; a link that has stepped is asked several times.
    private const int MostProbes = 4;

    /// <summary>The same pair for every request.</summary>
    public IReadOnlyList<SimulatedRequest> Fixed(SplitCandidate candidate) => Run((_, _) => (candidate, double.NaN), (_, _) => { });

    /// <summary>Knows how long each candidate's transfer would really take; nobody can do better with these candidates.</summary>
    public IReadOnlyList<SimulatedRequest> Oracle() => Run(
        (startMs, jitter) => (candidates.MinBy(c => LatencyMs(c, startMs, jitter))!, double.NaN), (_, _) => { });

    /// <summary>Estimates the link from its own transfers and chooses by them.</summary>
    public IReadOnlyList<SimulatedRequest> Adaptive(SplitChooserOptions? chooserOptions = null, LinkEstimatorOptions? linkOptions = null)
    {
        var time = new SimulatedTime();
        var link = new LinkEstimator(time, linkOptions);
        var chooser = new SplitChooser(candidates, chooserOptions);
        SplitChoice? present = null;
        return Run(
            (startMs, _) =>
            {
                time.Ms = startMs;
                for (var n = 0; n < MostProbes && link.DueProbe() is { } bytes; n++) Probe(link, time, startMs, bytes);
                present = chooser.Choose(settings.Conditions with { Link = link.Current }, present);
                return (present.Candidate, present.TypicalMs);
            },
            (bytes, elapsedMs) =>
            {
                // The coordinator looks at transfers under way on a timer.
                for (var ms = settings.LookEveryMs; ms < elapsedMs; ms += settings.LookEveryMs)
                    link.ObserveUnfinished((long)bytes, TimeSpan.FromMilliseconds(ms));
                time.Ms += elapsedMs;
                link.Observe((long)bytes, TimeSpan.FromMilliseconds(elapsedMs));
            });
    }

    /// <summary>Beside the requests: it takes bytes of the link, but nobody waits for it, since it is sent while the device computes.</summary>
    private void Probe(LinkEstimator link, SimulatedTime time, double startMs, int bytes)
    {
        link.Observe(bytes, TimeSpan.FromMilliseconds(settings.RttMs + TransferMs(Math.Max(0, startMs - settings.EveryMs), bytes)));
        time.Ms = startMs;
    }

    private List<SimulatedRequest> Run(
        Func<double, double, (SplitCandidate Candidate, double PredictedMs)> choose, Action<double, double> transferred)
    {
        var random = new Random(settings.Seed);
        var requests = new List<SimulatedRequest>();
        var (startMs, endMs) = (0.0, settings.Seconds * 1000);
        while (startMs < endMs)
        {
            var jitter = Math.Exp(settings.ComputeNoise * (random.NextDouble() + random.NextDouble() - 1));
            var (candidate, predicted) = choose(startMs, jitter);
            var latency = LatencyMs(candidate, startMs, jitter);
            if (!candidate.IsAllOnDevice)
                transferred(settings.Conditions.BytesOf(candidate), settings.RttMs + TransferMs(candidate, startMs, jitter));
            requests.Add(new SimulatedRequest(startMs, trace.GoodputAt(startMs), candidate.Pair, latency, predicted));
            startMs += Math.Max(settings.EveryMs, latency);
        }
        return requests;
    }

    private double LatencyMs(SplitCandidate candidate, double startMs, double jitter)
    {
        var device = candidate.Typical.Device * jitter;
        return candidate.IsAllOnDevice
            ? device + settings.RttMs
            : device + settings.RttMs + TransferMs(candidate, startMs, jitter) + settings.Conditions.EdgeQueueMs + candidate.Typical.Edge * jitter;
    }

    private double TransferMs(SplitCandidate candidate, double startMs, double jitter) =>
        TransferMs(startMs + candidate.Typical.Device * jitter, settings.Conditions.BytesOf(candidate));

    /// <summary>A shaper's bucket is full again when a transfer begins.</summary>
    private double TransferMs(double startMs, double bytes) => trace.TransferMs(startMs, Math.Max(0, bytes - settings.BurstBytes));
}
