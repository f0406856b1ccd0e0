namespace EdgeActors.Inference.Bundles;

/// <summary>What a codec was found to do at one cut.</summary>
/// <param name="Id">One of <see cref="Codecs.CodecNames"/>.</param>
/// <param name="AccuracyLoss">Points of the task's metric lost against the uncut model on <paramref name="Examples"/> examples; may be negative.</param>
/// <param name="MeanBytes">On the wire with headers, one example at a time.</param>
/// <param name="P90Bytes">The same for the ninth of ten examples.</param>
public sealed record CutCodec(string Id, double AccuracyLoss, double MeanBytes, double P90Bytes, int Examples);
