namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>Turns measured figures into the comparisons that the bench is for.</summary>
internal static class SplitVerdicts
{
    public static IReadOnlyList<RateVerdict> Of(IReadOnlyList<SplitFigures> sweep)
    {
        var fixedPolicies = sweep.Where(figures => figures.Policy != SplitPolicy.OursName).GroupBy(figures => figures.Policy).ToList();
        // One pair for all rates: judged by the mean of its slowdowns against the best of each rate, so that slow links do not decide alone.
        var best = sweep.GroupBy(figures => figures.BytesPerSecond).ToDictionary(rate => rate.Key ?? 0, rate => rate.Min(figures => figures.MeanMs));
        var bestFixed = fixedPolicies.MinBy(policy => policy.Average(figures => figures.MeanMs / best[figures.BytesPerSecond ?? 0]))?.Key;

        return
        [
            .. from rate in sweep.GroupBy(figures => figures.BytesPerSecond)
               let ours = rate.FirstOrDefault(figures => figures.Policy == SplitPolicy.OursName)
               let others = rate.Where(figures => figures.Policy != SplitPolicy.OursName && figures.Requests > 0).ToList()
               where ours is { Requests: > 0 } && others.Count > 0
               let ends = others.Where(IsEnd).DefaultIfEmpty(ours).MinBy(figures => figures.MeanMs)
               let oracle = others.MinBy(figures => figures.MeanMs)
               select new RateVerdict(
                   rate.Key ?? 0, oracle.Policy, ours.MeanMs / ends.MeanMs, ours.P95Ms / ends.P95Ms,
                   ours.MeanMs / (others.FirstOrDefault(figures => figures.Policy == bestFixed) ?? oracle).MeanMs, ours.MeanMs / oracle.MeanMs,
                   ours.PredictionErrorPercent),
        ];
    }

    public static TraceVerdict? OfTrace(IReadOnlyList<SplitFigures> trace, int switches, int steps)
    {
        var ours = trace.FirstOrDefault(figures => figures.Policy == SplitPolicy.OursName);
        return ours is null ? null : new(P95(SplitPolicy.EdgeOnly) / ours.P95Ms, P95(SplitPolicy.DeviceOnly) / ours.P95Ms, switches, steps);

        double P95(SplitPolicy policy) => trace.FirstOrDefault(figures => figures.Policy == policy.Name)?.P95Ms ?? double.NaN;
    }

    private static bool IsEnd(SplitFigures figures) => figures.Policy == SplitPolicy.EdgeOnly.Name || figures.Policy == SplitPolicy.DeviceOnly.Name;
}
