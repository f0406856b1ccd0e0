using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>What a policy's requests took.</summary>
/// <param name="Switches">How often the pair changed.</param>
/// <param name="PredictionErrorPercent">Mean absolute percentage error of the predictions; NaN for a policy that makes none.</param>
public sealed record SimulationSummary(
    string Policy, int Requests, double MeanMs, double P50Ms, double P95Ms, double P99Ms, int Switches, double PredictionErrorPercent)
{
    public static SimulationSummary Of(string policy, IReadOnlyList<SimulatedRequest> requests)
    {
        var sorted = requests.Select(r => r.LatencyMs).Order().ToArray();
        var predicted = requests.Where(r => double.IsFinite(r.PredictedMs)).ToList();
        return new SimulationSummary(
            policy, requests.Count, sorted.Average(), RunTimes.Quantile(sorted, 0.5), RunTimes.Quantile(sorted, 0.95), RunTimes.Quantile(sorted, 0.99),
            requests.Zip(requests.Skip(1)).Count(p => p.First.Pair != p.Second.Pair),
            predicted.Count == 0 ? double.NaN : 100 * predicted.Average(r => Math.Abs(r.PredictedMs - r.LatencyMs) / r.LatencyMs));
    }
}
