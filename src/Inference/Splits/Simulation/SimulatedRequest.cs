namespace EdgeActors.Inference.Splits.Simulation;

/// <summary>One request of a simulation.</summary>
/// <param name="StartMs">On the trace's clock.</param>
/// <param name="Goodput">What the link carried when it began, bytes/s.</param>
/// <param name="PredictedMs">What the chooser expected; NaN for a policy that expects nothing.</param>
public sealed record SimulatedRequest(double StartMs, double Goodput, SplitPair Pair, double LatencyMs, double PredictedMs);
