using EdgeActors.Inference.Sessions;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>What one policy took at one rate of the link, or over one trace.</summary>
/// <param name="BytesPerSecond">Null for a trace.</param>
/// <param name="Failed">Requests that ended without an answer; they are not in the quantiles.</param>
/// <param name="PredictionErrorPercent">Mean absolute percentage error of the predicted sum of hops; NaN where nothing was predicted.</param>
/// <param name="Switches">How often the pair changed from one request to the next.</param>
/// <param name="Pairs">Every cut and codec that answered, most used first.</param>
internal sealed record SplitFigures(
    string Policy, double? BytesPerSecond, int Requests, int Failed, double MeanMs, double P50Ms, double P95Ms, double P99Ms,
    double LinkBytes, double PredictionErrorPercent, int Switches, IReadOnlyList<string> Pairs)
{
    public static SplitFigures Of(string policy, double? bytesPerSecond, IReadOnlyList<SplitSample> samples, int failed)
    {
        var sorted = samples.Select(sample => sample.LatencyMs).Order().ToArray();
        var predicted = samples.Where(sample => double.IsFinite(sample.PredictedMs) && sample.MeasuredMs > 0).ToList();
        string[] pairs = [.. samples.Select(sample => $"{sample.Cut} {sample.Codec}".Trim())];
        return new(
            policy, bytesPerSecond, samples.Count, failed,
            sorted.Length == 0 ? double.NaN : sorted.Average(), RunTimes.Quantile(sorted, 0.5), RunTimes.Quantile(sorted, 0.95), RunTimes.Quantile(sorted, 0.99),
            samples.Count == 0 ? double.NaN : samples.Average(sample => sample.LinkBytes),
            predicted.Count == 0 ? double.NaN : 100 * predicted.Average(sample => Math.Abs(sample.PredictedMs - sample.MeasuredMs) / sample.MeasuredMs),
            pairs.Skip(1).Where((pair, before) => pair != pairs[before]).Count(),
            [.. pairs.CountBy(pair => pair).OrderByDescending(pair => pair.Value).Select(pair => pair.Key)]);
    }
}
