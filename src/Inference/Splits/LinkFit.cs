namespace EdgeActors.Inference.Splits;

/// <summary>The line <c>elapsed = RTT + bytes / goodput</c>.</summary>
/// <param name="Goodput">Bytes/s.</param>
internal readonly record struct LinkFit(double Goodput, double RttMs)
{
    // Sizes must spread this much around their mean before slope and intercept can be told apart.
    private const double LeastSpread = 0.15;

    // A transfer off by more than this share counts less the further it is off (Huber 1964): a busy processor delays one in many by much.
    private const double Surprise = 0.5;

    private const double LeastGoodput = 10;
    private const double MostGoodput = 10e9;

    public static LinkFit Guess { get; } = new(LinkEstimate.Guess.Goodput, LinkEstimate.Guess.RttMs);

    public double ByteMs(double bytes) => 1000 * bytes / Goodput;

    /// <summary>
    /// Weighted least squares. A transfer's error grows with its time, so each is also weighted by 1 / expected time²; without it one slow
    /// large transfer would move the intercept by more than the whole round trip. Expected by <paramref name="before"/> and not as measured,
    /// or a single transfer that was luckily fast would outweigh all others.
    /// </summary>
    /// <param name="before">The fit so far; its round trip is kept where the sizes are too alike to tell it.</param>
    public static LinkFit Of(IReadOnlyList<LinkEstimator.Transfer> transfers, double[] recency, double jitterMs, LinkFit before)
    {
        double sum = 0, meanBytes = 0, meanMs = 0;
        var weights = new double[transfers.Count];
        var fastest = double.PositiveInfinity;
        for (var i = 0; i < weights.Length; i++)
        {
            var t = transfers[i];
            var expected = before.RttMs + before.ByteMs(t.Bytes) + jitterMs;
            weights[i] = recency[i] / (expected * expected) * Math.Min(1, Surprise * expected / Math.Abs(t.Ms + jitterMs - expected));
            sum += weights[i];
            meanBytes += weights[i] * t.Bytes;
            meanMs += weights[i] * t.Ms;
            fastest = Math.Min(fastest, t.Ms);
        }
        meanBytes /= sum;
        meanMs /= sum;

        double variance = 0, covariance = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var offset = transfers[i].Bytes - meanBytes;
            variance += weights[i] * offset * offset;
            covariance += weights[i] * offset * (transfers[i].Ms - meanMs);
        }
        if (covariance > 0 && Math.Sqrt(variance / sum) > LeastSpread * Math.Max(meanBytes, 1))
        {
            var slope = covariance / variance;
            return Bounded(slope, Math.Max(0, meanMs - slope * meanBytes));
        }
        var rtt = Math.Min(before.RttMs, 0.9 * fastest);
        return Bounded(meanBytes > 0 ? (meanMs - rtt) / meanBytes : 0, rtt);
    }

    private static LinkFit Bounded(double msPerByte, double rttMs) =>
        new(Math.Clamp(msPerByte > 0 ? 1000 / msPerByte : MostGoodput, LeastGoodput, MostGoodput), rttMs);
}
