using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Zoo;

/// <summary>The question encoder: each word attends the others, then the picture's patches.</summary>
internal static class BlipQuestion
{
    /// <param name="patches">[batch, patches, width]</param>
    /// <param name="ids">int64 [batch, tokens], <c>[ENC]</c> first.</param>
    /// <param name="mask">int64 [batch, tokens], 0 on filling.</param>
    /// <param name="texts">Questions about each picture, one after another: then the batch of ids is so many times that of patches.</param>
    /// <returns>[batch, tokens, width]</returns>
    public static Value Write(GraphBuilder g, BlipShape shape, long seed, Value patches, Value ids, Value mask, int texts = 1)
    {
        using var scope = g.Scope("question");
        var layers = new TransformerLayers(g, shape.Width, shape.Heads, shape.Expansion, shape.TextDepth, seed + 2_000);
        var places = g.Int64s([.. Enumerable.Range(0, shape.QuestionTokens).Select(i => (long)i)]);
        var x = layers.Positions("positions", layers.Embedding("words", ids, shape.Vocabulary), places, shape.QuestionTokens);
        var filling = layers.Filling(mask);
        for (var layer = 0; layer < shape.TextDepth; layer++)
        {
            using var inner = g.Scope($"layer{layer}");
            x = layers.SelfAttention("attention", x, filling).Sum;
            x = layers.CrossAttention("picture", x, patches, bias: null, texts: texts).Sum;
            x = layers.FeedForward("feed_forward", x);
        }
        return layers.Normalization("norm", x);
    }
}
