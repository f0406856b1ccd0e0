namespace EdgeActors.Inference.Codecs;

/// <summary>What real activations say about a tensor, for the codecs that clip to few levels. Part of the bundle: both sides have it, so it
/// costs nothing on the wire.</summary>
/// <param name="Examples">How many examples it was taken from.</param>
/// <param name="Quantisers">One per number of bits.</param>
/// <param name="Code">For the code of a learned bottleneck, instead of quantisers.</param>
public sealed record TensorCalibration(int Examples, IReadOnlyList<ChannelQuantiser> Quantisers, OrderedCode? Code = null);
