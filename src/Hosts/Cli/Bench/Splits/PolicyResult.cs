using EdgeActors.Inference.Sessions;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>What one policy's requests took on one link.</summary>
/// <param name="Link">KB/s, or "trace".</param>
/// <param name="Pairs">Cuts with codecs that were used, most used first.</param>
/// <param name="PredictionErrorPercent">Mean absolute percentage error; absent for policies that predict nothing.</param>
internal sealed record PolicyResult(
    string Link, double BytesPerSecond, string Policy, int Requests, double MeanMs, double P50Ms, double P95Ms, double P99Ms, double MeanBytes,
    string Pairs, int Switches, double? PredictionErrorPercent)
{
    public static PolicyResult Of(string link, double bytesPerSecond, string policy, IReadOnlyList<MeasuredRequest> requests)
    {
        var sorted = requests.Select(r => r.LatencyMs).Order().ToArray();
        var predicted = requests.Where(r => double.IsFinite(r.PredictedMs)).ToList();
        return new PolicyResult(
            link, bytesPerSecond, policy, sorted.Length, sorted.Average(),
            RunTimes.Quantile(sorted, 0.5), RunTimes.Quantile(sorted, 0.95), RunTimes.Quantile(sorted, 0.99), requests.Average(r => r.Bytes),
            string.Join(", ", requests.GroupBy(r => $"{r.Cut}/{r.Codec}").OrderByDescending(g => g.Count()).Take(3).Select(g => g.Key)),
            requests.Zip(requests.Skip(1)).Count(p => (p.Item1.Cut, p.Item1.Codec) != (p.Item2.Cut, p.Item2.Codec)),
            predicted.Count == 0 ? null : 100 * predicted.Average(r => Math.Abs(r.PredictedMs - r.LatencyMs) / r.LatencyMs));
    }
}
