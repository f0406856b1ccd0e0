namespace EdgeActors.Inference.Splits;

/// <summary>How large a probe is, by what it is to find out.</summary>
internal static class ProbeSizes
{
    // A probe carries at most so many times more than the last transfers, until one says something about goodput.
    private const int SettlingGrowth = 4;

    // Twice or half the usual: far enough for a slope.
    private const double OtherShare = 2;

    // Of the free bytes, which are known to a sixth or so.
    private const double FreeShare = 0.5;

    // Longer than this a probe should not hold up the link that it is to measure.
    private const double MostOtherMs = 80;

    /// <summary>
    /// Whether the link still is as believed: what it lets through for nothing, and enough more that an error of those free bytes does not pass for a
    /// change of the link. At most so many times what has crossed it lately: where nothing has told goodput it may be anything.
    /// </summary>
    /// <param name="held">What the bucket holds now.</param>
    public static int Regular(LinkFit fit, LinkEstimatorOptions options, bool freeIsKnown, double held, IReadOnlyList<LinkEstimator.Transfer> recent)
    {
        var charged = Math.Max(fit.Goodput * options.ProbeTime.TotalSeconds, FreeShare * fit.FreeBytes);
        var most = recent.Count == 0 ? options.LargestProbe : SettlingGrowth * recent.Max(t => t.Bytes);
        return Bounded(Math.Min(held + charged, most), freeIsKnown ? options.SmallBytes + 1 : options.SmallestProbe, options);
    }

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
