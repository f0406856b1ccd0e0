namespace EdgeActors.Cli.Watch;

/// <summary>The pair in force for one model.</summary>
/// <param name="PredictedMs">What the next step is expected to take.</param>
/// <param name="MeasuredMs">What the last one took with this pair; null before the first.</param>
/// <param name="Changes">How often the pair has changed since the device connected.</param>
internal sealed record WatchedSplit(string Model, string Cut, string Codec, double? PredictedMs, double? MeasuredMs, int Changes);
