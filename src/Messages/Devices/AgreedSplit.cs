namespace EdgeActors.Messages.Devices;

/// <summary>The pair in force for one model on one device.</summary>
/// <param name="PredictedMs">What a step is expected to take with it.</param>
/// <param name="Changes">How often the pair has changed since the device connected.</param>
/// <param name="MeasuredMs">What the last step took with it, by the sum of its hops; null before the first.</param>
public sealed record AgreedSplit(SplitPair Pair, double PredictedMs, DateTimeOffset Since, int Changes, double? MeasuredMs = null);
