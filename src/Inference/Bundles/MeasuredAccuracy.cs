namespace EdgeActors.Inference.Bundles;

/// <summary>A figure that was measured, never claimed.</summary>
/// <param name="Metric">e.g. <c>top-1</c>, <c>exact-match</c>, <c>bleu-4</c>.</param>
/// <param name="Value">In percent for shares.</param>
/// <param name="Data">Which examples, in which form.</param>
/// <param name="Examples">How many.</param>
public sealed record MeasuredAccuracy(string Metric, double Value, string Data, int Examples);
