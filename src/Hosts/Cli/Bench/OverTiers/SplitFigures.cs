using EdgeActors.Inference.Sessions;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>What one policy took at one rate of the link, or over one trace.</summary>
/// <param name="Pairs">Every cut and codec that answered, most used first.</param>
/// <param name="Failed">Requests that ended without an answer; they are not in the quantiles.</param>
/// <param name="PredictionErrorPercent">Mean absolute percentage error of the predicted sum of hops; NaN where nothing was predicted.</param>
internal sealed record SplitFigures(
    string Policy, double? BytesPerSecond, int Requests, int Failed, double MeanMs, double P50Ms, double P95Ms, double P99Ms,
    double LinkBytes, double PredictionErrorPercent, IReadOnlyList<string> Pairs)
{
    public static SplitFigures Of(SplitPolicy policy, double? bytesPerSecond, IReadOnlyList<SplitSample> samples, int failed)
    {
        var sorted = samples.Select(sample => sample.LatencyMs).Order().ToArray();
        var predicted = samples.Where(sample => double.IsFinite(sample.PredictedMs) && sample.MeasuredMs > 0).ToList();
        return new(
            policy.Name, bytesPerSecond, samples.Count, failed,
            sorted.Length == 0 ? double.NaN : sorted.Average(), At(0.5), At(0.95), At(0.99),
            samples.Count == 0 ? double.NaN : samples.Average(sample => sample.LinkBytes),
            predicted.Count == 0 ? double.NaN : 100 * predicted.Average(sample => Math.Abs(sample.PredictedMs - sample.MeasuredMs) / sample.MeasuredMs),
            [.. samples.CountBy(sample => $"{sample.Cut} {sample.Codec}".Trim()).OrderByDescending(pair => pair.Value).Select(pair => pair.Key)]);

        double At(double share) => sorted.Length == 0 ? double.NaN : RunTimes.Quantile(sorted, share);
    }
}
