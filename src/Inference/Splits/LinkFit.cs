namespace EdgeActors.Inference.Splits;

/// <summary>
/// The line <c>elapsed = RTT + max(0, bytes - free) / goodput</c>. Shapers, radios and empty queues let the first bytes after a pause pass at
/// full speed; those are <paramref name="FreeBytes"/>, and a transfer within them says nothing about goodput.
/// </summary>
/// <param name="Goodput">Bytes/s.</param>
/// <param name="RttMs">What a transfer costs whatever its size.</param>
internal readonly record struct LinkFit(double Goodput, double RttMs, double FreeBytes)
{
    /// <summary>A slope that is known worse than this share tells a shaper's burst from goodput no more.</summary>
    private const double MostSlopeError = 0.2;

    // A transfer off by more than this share counts less the further it is off (Huber 1964): a busy processor delays one in many by much.
    private const double Surprise = 0.5;

    /// <summary>Of its own time, whatever the fit says of it: a busy machine is not a better clock because it was lucky twice.</summary>
    private const double LeastNoise = 0.05;

    /// <summary>The steps in which free bytes are told, so that an estimate that wobbles is the same estimate.</summary>
    private const double FreeGrain = 64;

    // Of the sizes seen at most so much is taken to be free; else goodput could be anything.
    private const double MostFreeShare = 0.75;

    private const double LeastGoodput = 10;
    private const double MostGoodput = 10e9;

    public static LinkFit Guess { get; } = new(LinkEstimate.Guess.Goodput, LinkEstimate.Guess.RttMs, 0);

    public double ByteMs(double bytes) => 1000 * Math.Max(0, bytes - FreeBytes) / Goodput;

    public double Ms(double bytes) => RttMs + ByteMs(bytes);

    /// <summary>
    /// Weighted least squares over transfers that are more than a round trip. An error grows with the time, so each is also weighted by
    /// 1 / expected time²; expected by <paramref name="before"/> and not as measured, or a single transfer that was luckily fast would outweigh
    /// all others. Slope and free bytes come apart only where sizes differ enough; else the free bytes stay and goodput alone is fitted.
    /// </summary>
    /// <param name="recency">A weight for each transfer.</param>
    /// <param name="rttMs">From small transfers: sizes that are alike can't tell it.</param>
    public static (LinkFit Fit, bool SizesTellApart) Of(
        IReadOnlyList<LinkEstimator.Transfer> transfers, double[] recency, double rttMs, double jitterMs, LinkFit before)
    {
        var kept = before with { RttMs = rttMs };
        // What passed for nothing lies beside the line.
        var weighted = transfers.Select((t, i) => (t.Bytes, t.Ms, Weight: recency[i] * Trust(t, before, jitterMs))).Where(t => t.Bytes > before.FreeBytes).ToList();
        if (weighted.Count == 0)
            return (kept, false);
        var line = Line(weighted, jitterMs);
        var slopeIsKnown = line.Slope > 0 && line.SlopeError < MostSlopeError * line.Slope;
        if (slopeIsKnown && (rttMs - line.Intercept) / line.Slope is >= 0 and var free
            && free < MostFreeShare * transfers.Max(t => t.Bytes))
            return (Bounded(line.Slope, rttMs, free), true);
        // Sizes alike; or more than a round trip even without bytes, and then none are free and the line goes through the round trip.
        var tellsApart = slopeIsKnown && line.Intercept > rttMs;
        kept = tellsApart ? kept with { FreeBytes = 0 } : kept;
        double product = 0, square = 0;
        foreach (var (bytes, ms, weight) in weighted)
        {
            var charged = Math.Max(0, bytes - kept.FreeBytes);
            product += weight * charged * (ms - rttMs);
            square += weight * charged * charged;
        }
        return (square > 0 ? Bounded(product / square, rttMs, kept.FreeBytes) : kept, tellsApart);
    }

    private static double Trust(LinkEstimator.Transfer transfer, LinkFit before, double jitterMs)
    {
        var expected = before.Ms(transfer.Bytes) + jitterMs;
        return Math.Min(1, Surprise * expected / Math.Abs(transfer.Ms + jitterMs - expected)) / (expected * expected);
    }

    /// <summary>A weighted regression. The slope's standard error has at least the noise of a clock read on a busy machine.</summary>
    private static (double Slope, double Intercept, double SlopeError) Line(List<(double Bytes, double Ms, double Weight)> points, double jitterMs)
    {
        var sum = points.Sum(p => p.Weight);
        var (bytes, ms) = (points.Sum(p => p.Weight * p.Bytes) / sum, points.Sum(p => p.Weight * p.Ms) / sum);
        var variance = points.Sum(p => p.Weight * (p.Bytes - bytes) * (p.Bytes - bytes)) / sum;
        if (variance <= 0)
            return (0, ms, double.PositiveInfinity);
        var slope = points.Sum(p => p.Weight * (p.Bytes - bytes) * (p.Ms - ms)) / sum / variance;
        var residual = points.Sum(p => p.Weight * Math.Pow(p.Ms - ms - slope * (p.Bytes - bytes), 2)) / sum;
        var count = sum * sum / points.Sum(p => p.Weight * p.Weight); // Kish's effective sample size
        return (slope, ms - slope * bytes, (Math.Sqrt(residual) + jitterMs + LeastNoise * ms) / Math.Sqrt(count * variance));
    }

    private static LinkFit Bounded(double msPerByte, double rttMs, double freeBytes) => new(
        Math.Clamp(msPerByte > 0 ? 1000 / msPerByte : MostGoodput, LeastGoodput, MostGoodput), rttMs, FreeGrain * Math.Floor(freeBytes / FreeGrain));

    /// <summary>After a step, what was free may be free no more: of what has just been slow, at least a quarter was not.</summary>
    public LinkFit Stepped(double slowBytes) => this with { FreeBytes = Math.Min(FreeBytes, FreeGrain * Math.Floor(MostFreeShare * slowBytes / FreeGrain)) };
}
