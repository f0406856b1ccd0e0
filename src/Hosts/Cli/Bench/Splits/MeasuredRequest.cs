namespace EdgeActors.Cli.Bench.Splits;

/// <summary>One request as the device saw it.</summary>
/// <param name="PredictedMs">NaN for a fixed pair.</param>
internal sealed record MeasuredRequest(double StartMs, string Cut, string Codec, double LatencyMs, double PredictedMs, double Bytes);
