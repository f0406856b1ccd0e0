using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Zoo;

/// <summary>
/// BLIP's shape (Li et al. 2022) at a small size: a vision encoder; for questions an encoder of their words that attends the picture; a
/// decoder that writes the answer and attends the picture's or the question's features. Graphs and names are those of the exports of the real one.
/// </summary>
public static class BlipNetwork
{
    public const string Pixels = "pixel_values";
    public const string Patches = "encoder_hidden_states";
    public const string QuestionIds = "input_ids";
    public const string QuestionMask = "attention_mask";
    public const string QuestionFeatures = "question_embeds";

    /// <summary>The train step's input for the answers, their start first.</summary>
    public const string AnswerIds = "answer_ids";

    public const string Logits = "logits";

    /// <summary>
    /// What is cut: the picture to <see cref="Patches"/> [batch, patches, width] or, for a model that is asked, picture and question to
    /// <see cref="QuestionFeatures"/> [batch, tokens, width].
    /// </summary>
    public static Model Encoder(BlipShape shape, long seed)
    {
        var g = new GraphBuilder("blip_encoder");
        var features = Encode(g, shape, seed);
        g.Output(features, shape.QuestionTokens == 0 ? Patches : QuestionFeatures);
        return g.Build();
    }

    /// <summary>
    /// One token at a time, with a cache: <c>input_ids</c> [batch, n], <c>encoder_hidden_states</c> [batch, t, width] and, for questions,
    /// <c>encoder_attention_mask</c> [batch, t]; <c>past_key_values.L.{decoder,encoder}.{key,value}</c> [batch, heads, length, width / heads]. Gives
    /// <c>logits</c> [batch, n, vocabulary] and <c>present.…</c>. What is encoded is appended to its cache: all of it with the first token,
    /// nothing ([batch, 0, width]) with the others, so its keys are computed once and one graph does for both.
    /// </summary>
    public static Model Decoder(BlipShape shape, long seed)
    {
        var g = new GraphBuilder("blip_decoder");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        var encoded = g.Input(Patches, ElementType.Float, ["batch", "appended", shape.Width]);
        var mask = shape.QuestionTokens == 0 ? null : g.Input("encoder_attention_mask", ElementType.Int64, ["batch", "encoded"]);
        var past = Enumerable.Range(0, shape.TextDepth).Select(layer => new BlipDecoder.Cache(
            Memory(g, shape, $"past_key_values.{layer}.decoder", "past"), Memory(g, shape, $"past_key_values.{layer}.encoder", "kept"))).ToArray();
        var (logits, present) = new BlipDecoder(g, shape, seed).Write(ids, encoded, mask, past);
        g.Output(logits, Logits);
        foreach (var (layer, cache) in present.Index())
        {
            g.Output(cache.Text.Keys, $"present.{layer}.decoder.key");
            g.Output(cache.Text.Values, $"present.{layer}.decoder.value");
            g.Output(cache.Encoded.Keys, $"present.{layer}.encoder.key");
            g.Output(cache.Encoded.Values, $"present.{layer}.encoder.value");
        }
        return g.Build();
    }

    /// <summary>
    /// The whole for training, every token at once and several texts for each picture, which is encoded once: pictures [batch, 3, side, side],
    /// <see cref="AnswerIds"/> [batch, texts, AnswerTokens + 1] and, for a model that is asked, questions and masks [batch, texts, QuestionTokens] in,
    /// <see cref="Logits"/> [batch, texts, AnswerTokens + 1, vocabulary] out. Its weights have the names that they have in <see cref="Encoder"/>
    /// and <see cref="Decoder"/>.
    /// </summary>
    public static Model Training(BlipShape shape, long seed, int texts)
    {
        var g = new GraphBuilder("blip_training");
        Value Tokens(string name, long length) => g.Reshape(g.Input(name, ElementType.Int64, ["batch", texts, length]), -1, length);
        var patches = new BlipVision(g, shape, seed).Write(g.Input(Pixels, ElementType.Float, ["batch", 3, shape.Side, shape.Side]));
        var (features, mask) = (patches, (Value?)null);
        if (shape.QuestionTokens > 0)
        {
            var ids = Tokens(QuestionIds, shape.QuestionTokens);
            mask = Tokens(QuestionMask, shape.QuestionTokens);
            features = BlipQuestion.Write(g, shape, seed, patches, ids, mask, texts);
        }
        var answer = Tokens(AnswerIds, shape.AnswerTokens + 1);
        // A question is asked once, a picture is described by several texts.
        var logits = new BlipDecoder(g, shape, seed).Write(answer, features, mask, past: null, texts: mask is null ? texts : 1).Logits;
        g.Output(g.Reshape(logits, -1, texts, shape.AnswerTokens + 1, shape.Vocabulary), Logits);
        return g.Build();
    }

    private static Value Encode(GraphBuilder g, BlipShape shape, long seed)
    {
        var pixels = g.Input(Pixels, ElementType.Float, ["batch", 3, shape.Side, shape.Side]);
        var patches = new BlipVision(g, shape, seed).Write(pixels);
        if (shape.QuestionTokens == 0) return patches;
        var ids = g.Input(QuestionIds, ElementType.Int64, ["batch", shape.QuestionTokens]);
        var mask = g.Input(QuestionMask, ElementType.Int64, ["batch", shape.QuestionTokens]);
        return BlipQuestion.Write(g, shape, seed, patches, ids, mask);
    }

    private static TransformerLayers.Memory Memory(GraphBuilder g, BlipShape shape, string name, string length)
    {
        Value Part(string part) => g.Input($"{name}.{part}", ElementType.Float, ["batch", shape.Heads, length, shape.Width / shape.Heads]);
        return new TransformerLayers.Memory(Part("key"), Part("value"));
    }
}
