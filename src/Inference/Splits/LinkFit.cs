namespace EdgeActors.Inference.Splits;

/// <summary>
/// The line <c>elapsed = RTT + max(0, bytes - free) / goodput</c>. Shapers, radios and empty queues let the first bytes after a pause pass at
/// full speed; those are at most <paramref name="FreeBytes"/>, and a transfer within them says nothing about goodput.
/// </summary>
/// <param name="Goodput">Bytes/s.</param>
/// <param name="RttMs">What a transfer costs whatever its size.</param>
/// <param name="FreeBytes">What the bucket of a shaper holds; it fills up at the goodput while nothing crosses the link.</param>
internal readonly record struct LinkFit(double Goodput, double RttMs, double FreeBytes)
{
    // A transfer off by more than this share counts less the further it is off (Huber 1964): a busy processor delays one in many by much.
    private const double Surprise = 0.5;

    /// <summary>As a share of the time, whatever the fit says: a busy machine is not a better clock because it was lucky twice.</summary>
    private const double LeastNoise = 0.05;

    // Of the largest transfer at most so much is taken to be free; else goodput could be anything.
    private const double MostFreeShare = 0.75;

    // Buckets are tried from 1 KB to 128 KB, each larger than the last by a fifth, and none at all.
    private const double SmallestBucket = 1024;
    private const double BucketStep = 1.1892;
    private const int Buckets = 29;

    // Another bucket is believed where it leaves less than this share of the error.
    private const double Better = 0.7;

    // And is known where one that is not alike, by half its size or this share of the bytes sent, would leave at least so many times the error.
    private const double AlikeShare = 0.15;
    private const double Sharp = 1.5;

    // By so many transfers that were more than the bucket holds.
    private const int EnoughCharged = 3;

    // Goodput and what the bucket held when a transfer began depend on each other: so often each is worked out from the other.
    private const int Turns = 3;

    private const double LeastGoodput = 10;
    private const double MostGoodput = 10e9;

    public static LinkFit Guess { get; } = new(LinkEstimate.Guess.Goodput, LinkEstimate.Guess.RttMs, 0);

    public double ByteMs(double bytes) => 1000 * Math.Max(0, bytes - FreeBytes) / Goodput;

    public double Ms(double bytes) => RttMs + ByteMs(bytes);

    /// <summary>
    /// Weighted least squares over transfers that are more than a round trip, for each size that the bucket may have. An error grows with the
    /// time, so each is also weighted by 1 / expected time²; expected by <paramref name="before"/> and not as measured, or a single transfer
    /// that was luckily fast would outweigh all others. The bucket's size is the one with the least mean absolute error of the times' logarithms,
    /// and stays as it was where no other is clearly better.
    /// </summary>
    /// <param name="recency">A weight for each transfer.</param>
    /// <param name="rttMs">From small transfers: sizes that are alike can't tell it.</param>
    /// <returns>The fit, and whether the bucket's size is known.</returns>
    public static (LinkFit Fit, bool BucketIsKnown) Of(
        IReadOnlyList<LinkEstimator.Transfer> transfers, double[] recency, double rttMs, double jitterMs, LinkFit before)
    {
        var kept = before with { RttMs = rttMs };
        if (transfers.Count == 0)
            return (kept, false);
        var most = MostFreeShare * transfers.Max(t => t.Bytes);
        var present = Try(before.FreeBytes);
        var best = present;
        (LinkFit Fit, double Error)[] tried = [Try(0), .. Enumerable.Range(0, Buckets).Select(i => SmallestBucket * Math.Pow(BucketStep, i)).Where(size => size < most).Select(Try)];
        foreach (var other in tried)
            if (other.Error < (best == present ? Better * present.Error : best.Error))
                best = other;
        if (double.IsInfinity(best.Error))
            return (kept, false);
        var alike = AlikeShare * transfers.Average(t => t.Bytes);
        var known = tried.All(other => other.Error > Sharp * best.Error || Math.Abs(other.Fit.FreeBytes - best.Fit.FreeBytes) < Math.Max(best.Fit.FreeBytes / 2, alike));
        return (best.Fit, known && transfers.Count(t => t.Bytes > best.Fit.FreeBytes) >= EnoughCharged);

        (LinkFit Fit, double Error) Try(double bucket)
        {
            var fit = kept with { FreeBytes = bucket };
            for (var turn = 0; turn < Turns; turn++)
            {
                var charged = fit.Charged(transfers);
                double product = 0, square = 0;
                for (var i = 0; i < charged.Length; i++)
                {
                    var weight = recency[i] * Trust(transfers[i].Ms + jitterMs, ExpectedMs(charged[i], turn == 0 ? before.Goodput : fit.Goodput));
                    product += weight * charged[i] * (transfers[i].Ms - rttMs);
                    square += weight * charged[i] * charged[i];
                }
                if (square <= 0)
                    return (fit, double.PositiveInfinity);
                fit = fit with { Goodput = Math.Clamp(product > 0 ? 1000 * square / product : MostGoodput, LeastGoodput, MostGoodput) };
            }
            var error = fit.Charged(transfers).Select((bytes, i) => recency[i] * Math.Abs(Math.Log((transfers[i].Ms + jitterMs) / ExpectedMs(bytes, fit.Goodput)))).Sum();
            return (fit, error / recency.Sum() + LeastNoise);
        }

        double ExpectedMs(double charged, double goodput) => rttMs + 1000 * charged / goodput + jitterMs;
    }

    /// <summary>The bytes of each transfer that took time: those that the bucket did not hold when it began.</summary>
    public double[] Charged(IReadOnlyList<LinkEstimator.Transfer> transfers)
    {
        var (held, charged) = (0.0, new double[transfers.Count]);
        for (var i = 0; i < charged.Length; i++)
        {
            held = Math.Min(FreeBytes, held + transfers[i].RestMs / 1000 * Goodput);
            charged[i] = Math.Max(0, transfers[i].Bytes - held);
            held = Math.Max(0, held - transfers[i].Bytes);
        }
        return charged;
    }

    /// <summary>What the bucket holds after a transfer of so many bytes that began when it held <paramref name="held"/>, and then a rest.</summary>
    public double Held(double held, double bytes, double restMs) => Math.Min(FreeBytes, Math.Max(0, held - bytes) + Math.Max(0, restMs) / 1000 * Goodput);

    private static double Trust(double ms, double expectedMs) => Math.Min(1, Surprise * expectedMs / Math.Abs(ms - expectedMs)) / (expectedMs * expectedMs);

    /// <summary>After a step, what was free may be free no more: of what has just been slow, at least a quarter was not.</summary>
    public LinkFit Stepped(double slowBytes) => this with { FreeBytes = Math.Min(FreeBytes, MostFreeShare * slowBytes) };
}
