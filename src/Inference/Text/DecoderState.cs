using System.Collections.Immutable;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Text;

/// <summary>A text as far as a decoder has read it. Immutable: texts with the same beginning share it.</summary>
/// <param name="Tokens">All of them, the start included.</param>
/// <param name="Cache">Keys and values by the name of the decoder's input; empty before the first step.</param>
internal sealed record DecoderState(ImmutableList<int> Tokens, ImmutableDictionary<string, TensorData> Cache)
{
    public static DecoderState Empty { get; } = new([], ImmutableDictionary<string, TensorData>.Empty);

    public int Length => Tokens.Count;
}
