namespace EdgeActors.Inference.Splits;

/// <summary>How large a probe is, by what it is to find out.</summary>
internal static class ProbeSizes
{
    // Each probe after a step carries so many times more than the last, until one says something about goodput.
    private const int SettlingGrowth = 4;

    // Twice or half the usual: far enough for a slope.
    private const double OtherShare = 2;

    // Longer than this a probe should not hold up the link that it is to measure.
    private const double MostOtherMs = 80;

    /// <summary>Whether the link still is as believed: a little more than what it lets through for nothing.</summary>
    /// <param name="held">What the bucket holds now.</param>
    public static int Regular(LinkFit fit, LinkEstimatorOptions options, bool freeIsKnown, double held) => Bounded(
        held + fit.Goodput * options.ProbeTime.TotalSeconds, freeIsKnown ? options.SmallBytes + 1 : options.SmallestProbe, options);

    /// <summary>After a step: faster than the last transfers could show is asked with more at once, rather than by a choice for each size.</summary>
    public static int Larger(LinkFit fit, LinkEstimatorOptions options, IReadOnlyList<LinkEstimator.Transfer> recent)
    {
        var last = recent.Count == 0 ? 0 : recent.Max(t => t.Bytes);
        return Bounded(Math.Min(SettlingGrowth * last, fit.FreeBytes + fit.Goodput * MostOtherMs / 1000), options.SmallestProbe, options);
    }

    /// <summary>Of another size than all the rest, so that a burst and goodput come apart.</summary>
    public static int Other(LinkFit fit, LinkEstimatorOptions options, IReadOnlyList<LinkEstimator.Transfer> recent)
    {
        var usual = recent.Average(t => t.Bytes);
        return Bounded(fit.ByteMs(OtherShare * usual) > MostOtherMs && usual / OtherShare >= options.SmallestProbe / 2
            ? usual / OtherShare : OtherShare * usual, options.SmallestProbe / 2, options);
    }

    private static int Bounded(double bytes, int least, LinkEstimatorOptions options) => (int)Math.Clamp(bytes, least, options.LargestProbe);
}
