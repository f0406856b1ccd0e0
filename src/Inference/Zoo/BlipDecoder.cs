using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Zoo;

/// <summary>The text decoder, once for training (all tokens, no cache) and once for serving (the next token, with a cache), from the same lines.</summary>
internal sealed class BlipDecoder(GraphBuilder g, BlipShape shape, long seed)
{
    /// <summary>Keys and values of one layer: of the text so far, and of what was encoded.</summary>
    public sealed record Cache(TransformerLayers.Memory Text, TransformerLayers.Memory Encoded);

    /// <param name="ids">int64 [batch, n].</param>
    /// <param name="encoded">[batch, t, width]</param>
    /// <param name="mask">int64 [batch, all that was encoded], 0 on filling; null where all of it counts.</param>
    /// <param name="past">One for each layer; null where the text starts with <paramref name="ids"/>.</param>
    /// <param name="texts">Texts for each of what was encoded, one after another: then the batch of ids is so many times that of encoded.</param>
    /// <returns>Logits [batch, n, vocabulary], and the cache for the next token.</returns>
    public (Value Logits, IReadOnlyList<Cache> Present) Write(Value ids, Value encoded, Value? mask, IReadOnlyList<Cache>? past, int texts = 1)
    {
        using var scope = g.Scope("decoder");
        var layers = new TransformerLayers(g, shape.Width, shape.Heads, shape.Expansion, shape.TextDepth, seed + 3_000);
        var (zero, one) = (g.Scalar(0L), g.Scalar(1L));
        var length = Size(ids, 1);
        var start = past is null ? zero : Size(past[0].Text.Keys, 2);
        var end = g.Add(start, length);
        var places = g.Op("Range", [start, end, one]);
        var causal = layers.Causal(places, g.Op("Range", [zero, end, one]));
        var filling = mask is null ? null : layers.Filling(mask);
        var x = layers.Positions("positions", layers.Embedding("words", ids, shape.Vocabulary), places, shape.AnswerTokens + 1);
        var present = new List<Cache>();
        for (var layer = 0; layer < shape.TextDepth; layer++)
        {
            using var inner = g.Scope($"layer{layer}");
            (x, var text) = layers.SelfAttention("attention", x, causal, past?[layer].Text);
            (x, var other) = layers.CrossAttention("encoded", x, encoded, filling, past?[layer].Encoded, texts);
            x = layers.FeedForward("feed_forward", x);
            present.Add(new Cache(text, other));
        }
        return (layers.Linear("words_out", layers.Normalization("norm", x), shape.Width, shape.Vocabulary), present);
    }

    /// <summary>A scalar.</summary>
    private Value Size(Value x, long axis) => g.Squeeze(g.Slice(g.ShapeOf(x), [axis], [axis + 1], [0]), 0);
}
