using EdgeActors.Messages.Devices;

namespace EdgeActors.Gateway.Devices;

/// <summary>The pair in force for one model on one device.</summary>
/// <param name="MeasuredMs">What the last step took with it; null before the first.</param>
public sealed record SplitResource(string Model, string Bundle, string Cut, string Codec, double? PredictedMs, DateTimeOffset Since, int Changes, double? MeasuredMs = null)
{
    public static SplitResource Of(AgreedSplit split) => new(
        split.Pair.Model.Value, split.Pair.Bundle, split.Pair.Cut, split.Pair.Codec,
        double.IsFinite(split.PredictedMs) ? split.PredictedMs : null, split.Since, split.Changes, split.MeasuredMs);
}
