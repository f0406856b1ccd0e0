namespace EdgeActors.Inference.Codecs;

/// <summary>What a few hundred real activations say about a tensor, for the codecs that clip.</summary>
/// <param name="Clips">By bits (2, 3, 4): where to clip so that the squared error of clipping and rounding together is least.</param>
/// <param name="Examples">How many examples it was taken from.</param>
public sealed record TensorCalibration(IReadOnlyDictionary<int, ClipRange> Clips, int Examples);
