using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Tests.Text;

public sealed class TextGeneratorTests
{
    public static TheoryData<string> Kinds => ["without a cache", "two graphs", "two graphs in one", "a cache of fixed size", "int32, places given"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void However_a_decoder_was_exported_it_says_the_same(string kind)
    {
        using var decoder = DecoderExports.Open(kind);
        var said = new HashSet<string>();
        for (var seed = 1; seed <= 20; seed++)
        {
            var (encoded, mean) = Encoded(seed);
            var text = new TextGenerator(decoder, Format(beams: 1)).Generate(encoded);
            Assert.Equal(DecoderExports.Greedy(mean), text.Tokens);
            said.Add(string.Join(' ', text.Tokens));
        }
        Assert.True(said.Count > 5, "the texts depend on what was encoded");
    }

    [Fact]
    public void More_beams_find_likelier_texts_and_the_probability_is_the_texts_own()
    {
        using var decoder = DecoderExports.Open("without a cache");
        var (better, gained) = (0, 0.0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var (encoded, _) = Encoded(seed);
            var (one, many) = (new TextGenerator(decoder, Format(1)).Generate(encoded), new TextGenerator(decoder, Format(6)).Generate(encoded));
            better += Mean(many) > Mean(one) + 1e-6 ? 1 : 0;
            gained += Mean(many) - Mean(one);
            Assert.Equal(Probability(decoder, encoded, many), many.LogProbability, 1e-4);
        }
        Assert.True(better > 3 && gained > 0, $"six beams found a likelier text {better} times of 20, all in all by {gained}");

        static double Mean(GeneratedText text) => text.LogProbability / (text.Tokens.Count + 1);
    }

    [Fact]
    public void A_text_stops_at_the_longest_allowed_and_says_so()
    {
        using var decoder = DecoderExports.Open("two graphs");
        var texts = Enumerable.Range(1, 30).Select(seed => new TextGenerator(decoder, Format(1) with { MaxTokens = 2 }).Generate(Encoded(seed).Encoded)).ToArray();
        Assert.All(texts, t => Assert.True(t.Tokens.Count <= 2));
        Assert.All(texts.Where(t => t.Tokens.Count < 2), t => Assert.True(t.Ended));
        Assert.Contains(texts, t => !t.Ended);
    }

    [Fact]
    public void A_graph_that_is_no_decoder_is_refused_with_what_is_wrong()
    {
        var g = new GraphBuilder("other");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        g.Output(g.Cast(g.Add(ids, g.Input("surprise", ElementType.Int64, [1])), ElementType.Float), "logits");
        using var session = new PartitionSession(OnnxFile.ToBytes(g.Build()), "other");
        var refusal = Assert.Throws<TextException>(() => new TextDecoder(session));
        Assert.Equal(TextException.DecoderUnknown, refusal.Code);
        Assert.Contains("surprise", refusal.Message, StringComparison.Ordinal);
    }

    private static double Probability(TextDecoder decoder, TextDecoder.Encoded encoded, GeneratedText text)
    {
        var (sum, state) = (0.0, DecoderState.Empty);
        var token = DecoderExports.Start;
        foreach (var next in text.Ended ? text.Tokens.Append(DecoderExports.End) : text.Tokens)
        {
            (var scores, state) = decoder.Step(encoded, state, token);
            (sum, token) = (sum + scores[next], next);
        }
        return sum;
    }

    private static TextFormat Format(int beams) => new() { Start = DecoderExports.Start, End = DecoderExports.End, Pad = 0, MaxTokens = DecoderExports.Most, Beams = beams };

    /// <summary>Three vectors, and their mean.</summary>
    private static (TextDecoder.Encoded Encoded, float[] Mean) Encoded(int seed)
    {
        var random = new Random(seed);
        var mean = Enumerable.Range(0, DecoderExports.Width).Select(_ => (float)(2 * random.NextDouble() - 1)).ToArray();
        float[] values = [.. mean.Select(m => m - 0.5f), .. mean, .. mean.Select(m => m + 0.5f)];
        return (new TextDecoder.Encoded(TensorData.OfFloats("features", [1, 3, DecoderExports.Width], values)), mean);
    }
}
