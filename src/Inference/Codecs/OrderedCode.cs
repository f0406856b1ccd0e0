using System.Text.Json.Serialization;

namespace EdgeActors.Inference.Codecs;

/// <summary>
/// How the code of a learned bottleneck is written: each symbol one of a few half-integers around 0, the most important first, so that a prefix is a
/// code of a lower rate. Part of the bundle.
/// </summary>
/// <param name="Levels">Values of a symbol: -(Levels - 1) / 2 to (Levels - 1) / 2 in steps of 1. Even: 0 stands for a symbol that was not sent.</param>
/// <param name="Frequencies">One byte each, <c>[symbols, levels]</c>: how often a value occurs, as in <see cref="Entropy.FrequencyTable"/>.</param>
/// <param name="Rates">What may be sent, in the order of the numbers by which a stream names them.</param>
public sealed record OrderedCode(int Levels, byte[] Frequencies, IReadOnlyList<CodeRate> Rates)
{
    [JsonIgnore]
    public int Symbols => Frequencies.Length / Levels;
}
