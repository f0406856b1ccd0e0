namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Turns measured figures into the comparisons that the bench is for.</summary>
internal static class SplitVerdicts
{
    /// <summary>One pair for all rates, judged by the mean of its slowdowns against the best of each rate, so that slow links do not decide alone.</summary>
    public static string BestFixed(IReadOnlyList<SplitFigures> sweep)
    {
        var best = sweep.Where(figures => figures.Requests > 0).GroupBy(figures => figures.BytesPerSecond ?? 0).ToDictionary(rate => rate.Key, rate => rate.Min(figures => figures.MeanMs));
        return sweep.Where(figures => IsPinned(figures) && figures.Requests > 0)
            .GroupBy(figures => figures.Policy)
            .MinBy(policy => policy.Average(figures => figures.MeanMs / best[figures.BytesPerSecond ?? 0]))?.Key ?? SplitPolicy.DeviceOnly.Name;
    }

    public static IReadOnlyList<RateVerdict> Of(IReadOnlyList<SplitFigures> sweep)
    {
        var bestFixed = BestFixed(sweep);
        return
        [
            .. from rate in sweep.GroupBy(figures => figures.BytesPerSecond)
               let ours = rate.FirstOrDefault(figures => figures.Policy == SplitPolicy.Ours.Name)
               let others = rate.Where(figures => IsPinned(figures) && figures.Requests > 0).ToList()
               let ends = others.Where(IsEnd).ToList()
               where ours is { Requests: > 0 } && ends.Count > 0
               let oracle = others.MinBy(figures => figures.MeanMs)
               select new RateVerdict(
                   rate.Key ?? 0, oracle.Policy, ours.MeanMs / ends.Min(figures => figures.MeanMs), ours.P50Ms / ends.Min(figures => figures.P50Ms),
                   ours.P95Ms / ends.Min(figures => figures.P95Ms), ours.MeanMs / (others.FirstOrDefault(figures => figures.Policy == bestFixed) ?? oracle).MeanMs,
                   ours.MeanMs / oracle.MeanMs),
        ];
    }

    public static TraceVerdict? OfTrace(IReadOnlyList<SplitFigures> trace, string bestFixed, int steps)
    {
        return Find(SplitPolicy.Ours.Name) is not { Requests: > 0 } ours
            ? null
            : new(
                (Find(SplitPolicy.EdgeOnly.Name)?.P95Ms ?? double.NaN) / ours.P95Ms, (Find(SplitPolicy.DeviceOnly.Name)?.P95Ms ?? double.NaN) / ours.P95Ms,
                ours.MeanMs / (Find(bestFixed)?.MeanMs ?? double.NaN), ours.MeanMs / (Find(SplitPolicy.Oracle)?.MeanMs ?? double.NaN), ours.Switches, steps);

        SplitFigures? Find(string policy) => trace.FirstOrDefault(figures => figures.Policy == policy);
    }

    private static bool IsPinned(SplitFigures figures) => figures.Policy != SplitPolicy.Ours.Name && figures.Policy != SplitPolicy.Oracle;

    private static bool IsEnd(SplitFigures figures) => figures.Policy == SplitPolicy.EdgeOnly.Name || figures.Policy == SplitPolicy.DeviceOnly.Name;
}
