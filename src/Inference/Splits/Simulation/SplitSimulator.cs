namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>
/// Runs requests one after another over a bandwidth trace, with a policy that picks the pair, without any clock or network: the same seed gives
/// the same result. What a policy learns of the link is only what its own transfers and probes show.
/// </summary>
public sealed class SplitSimulator(BandwidthTrace trace, IReadOnlyList<SplitCandidate> candidates, SimulationSettings settings)
{
    // A device that runs everything leaves the link alone at least until this share of its time has passed.
    private const double SurelyComputing = 0.4;

    /// <summary>The same pair for every request.</summary>
    public IReadOnlyList<SimulatedRequest> Fixed(SplitCandidate candidate) => Run(new PinnedPolicy((_, _) => candidate));

    /// <summary>Knows how long each candidate's transfer would really take, and takes the fastest for every request.</summary>
    public IReadOnlyList<SimulatedRequest> Oracle() => Run(new PinnedPolicy((startMs, link) => candidates.MinBy(candidate => LatencyMs(candidate, startMs, link))!));

    /// <summary>Estimates the link from its own transfers and chooses by them.</summary>
    public IReadOnlyList<SimulatedRequest> Adaptive(SplitChooserOptions? chooserOptions = null, LinkEstimatorOptions? linkOptions = null) =>
        Run(new AdaptivePolicy(candidates, settings, chooserOptions, linkOptions));

    private List<SimulatedRequest> Run(SimulatedPolicy policy)
    {
        var random = new Random(settings.Seed);
        var link = new SimulatedLink(trace, settings.BurstBytes);
        var requests = new List<SimulatedRequest>();
        var (startMs, endMs) = (0.0, settings.Seconds * 1000);
        while (startMs < endMs)
        {
            var jitter = Math.Exp(settings.ComputeNoise * (random.NextDouble() + random.NextDouble() - 1));
            var delay = random.NextDouble() < settings.DelayShare ? settings.DelayMs * random.NextDouble() : 0;
            var (candidate, predicted) = policy.Choose(startMs, link);
            var sentMs = startMs + candidate.Typical.Device * jitter;
            double endsMs, nextMs;
            if (candidate.IsAllOnDevice)
            {
                policy.LinkIsQuiet(link, startMs, startMs + SurelyComputing * candidate.Typical.Device);
                endsMs = sentMs + settings.RttMs + delay;
                nextMs = Math.Max(startMs + settings.EveryMs, endsMs);
            }
            else
            {
                var bytes = settings.Conditions.BytesOf(candidate);
                var arrivedMs = link.Send(sentMs, bytes) + settings.RttMs + delay;
                policy.Arrived(bytes, sentMs, arrivedMs);
                endsMs = arrivedMs + settings.Conditions.EdgeQueueMs + candidate.Typical.Edge * jitter;
                nextMs = Math.Max(startMs + settings.EveryMs, endsMs);
                policy.LinkIsQuiet(link, arrivedMs, nextMs);
            }
            policy.Ended(endsMs);
            requests.Add(new SimulatedRequest(startMs, trace.GoodputAt(startMs), candidate.Pair, endsMs - startMs, predicted));
            startMs = nextMs;
        }
        return requests;
    }

    private double LatencyMs(SplitCandidate candidate, double startMs, SimulatedLink link)
    {
        var sentMs = startMs + candidate.Typical.Device;
        var arrivedMs = candidate.IsAllOnDevice ? sentMs : link.Ends(sentMs, settings.Conditions.BytesOf(candidate)) + settings.Conditions.EdgeQueueMs + candidate.Typical.Edge;
        return arrivedMs + settings.RttMs - startMs;
    }
}
