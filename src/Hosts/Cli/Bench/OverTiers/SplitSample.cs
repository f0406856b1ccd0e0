namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>One answered request of a bench.</summary>
/// <param name="LatencyMs">From sending the request to having its answer, seen by the client of the gateway.</param>
/// <param name="MeasuredMs">Sum of the hops of the step.</param>
/// <param name="PredictedMs">Sum of what was predicted; a hop that was not foreseen counts as foreseen to take no time. NaN where nothing was predicted.</param>
/// <param name="LinkBytes">Both ways over the device link, headers included.</param>
internal sealed record SplitSample(double LatencyMs, double MeasuredMs, double PredictedMs, long LinkBytes, string Model, string Cut, string Codec, bool Degraded);
