namespace EdgeActors.Messages.Devices;

/// <summary>The pair in force for one model on one device.</summary>
/// <param name="PredictedMs">What a step is expected to take with it.</param>
/// <param name="Changes">How often the pair has changed since the device connected.</param>
public sealed record AgreedSplit(SplitPair Pair, double PredictedMs, DateTimeOffset Since, int Changes);
