namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>Measures nothing: always the same pair, or one that only an oracle could name.</summary>
/// <param name="choose">By the moment in ms and the link as it will be.</param>
internal sealed class PinnedPolicy(Func<double, SimulatedLink, SplitCandidate> choose) : SimulatedPolicy
{
    public override (SplitCandidate Candidate, double PredictedMs) Choose(double nowMs, SimulatedLink link) => (choose(nowMs, link), double.NaN);
}
