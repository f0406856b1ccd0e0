using System.Text.Json.Serialization;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// A quantiser of few levels for each channel (axis 1) of a tensor, found by <see cref="QuantiserDesign"/>. The outermost levels take
/// everything beyond them: that is the clipping.
/// </summary>
/// <param name="Bits">2^Bits levels per channel.</param>
/// <param name="Thresholds">Float16, <c>[channels, levels - 1]</c>, ascending: level k holds what is at least threshold k-1 and below threshold k.</param>
/// <param name="Centroids">Float16, <c>[channels, levels]</c>: what a level is read back as.</param>
/// <param name="Frequencies">
/// One byte each, <c>[channels, contexts, levels]</c>: how often a level occurs in each neighbourhood of <see cref="Entropy.NeighbourCoder"/>, as
/// in <see cref="Entropy.FrequencyTable"/>.
/// </param>
public sealed record ChannelQuantiser(int Bits, byte[] Thresholds, byte[] Centroids, byte[] Frequencies)
{
    [JsonIgnore]
    public int Levels => 1 << Bits;

    [JsonIgnore]
    public int Channels => Centroids.Length / (2 * Levels);
}
