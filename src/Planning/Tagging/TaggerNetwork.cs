using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Planning.Tagging;

/// <summary>
/// The network that tags words: the sum of a word's pieces, two layers that look at neighbours (Collobert et al. 2011, section 3.3), one
/// attention over the sentence between them, and two outputs for each word.
/// </summary>
internal static class TaggerNetwork
{
    /// <summary>Input: int64 [batch, words, pieces], see <see cref="WordPieces"/>.</summary>
    public const string Pieces = "pieces";

    /// <summary>Input: int64 [batch, words], 1 for a word and 0 for filling.</summary>
    public const string Mask = "mask";

    /// <summary>Output: [batch, words, <see cref="WordTag.Classes"/>].</summary>
    public const string Kinds = "kinds";

    /// <summary>Output: [batch, words, values of <see cref="EarlierAnswer"/>].</summary>
    public const string Uses = "uses";

    private const int WordWidth = 32;
    private const int Width = 64;
    private const int Heads = 4;
    private static readonly long[] Near = [-3, -2, -1, 0, 1, 2, 3];
    private static readonly long[] Far = [-6, -3, -1, 0, 1, 3, 6];

    /// <summary>Networks that learn side by side from other beginnings; what counts is the mean of what they say (Hansen and Salamon 1990).</summary>
    public const int Members = 5;

    /// <summary>What one member says: outputs of their own, for the losses.</summary>
    public static string Of(string output, int member) => $"{output}.{member}";

    public static Model Create(long seed)
    {
        const int words = SentenceBounds.Longest;
        var g = new GraphBuilder("sentence_tagger");
        var pieces = g.Input(Pieces, ElementType.Int64, ["batch", words, WordPieces.PerWord]);
        var mask = g.Input(Mask, ElementType.Int64, ["batch", words]);
        using var scope = g.Scope("tagger");
        var members = Enumerable.Range(0, Members).Select(member => Member(g, pieces, mask, member, seed + 10 * member)).ToList();
        g.Output(g.Mul(g.Sum([.. members.Select(said => (Value?)said.Kinds)]), g.Scalar(1f / Members)), Kinds);
        g.Output(g.Mul(g.Sum([.. members.Select(said => (Value?)said.Uses)]), g.Scalar(1f / Members)), Uses);
        for (var member = 0; member < Members; member++)
        {
            g.Output(members[member].Kinds, Of(Kinds, member));
            g.Output(members[member].Uses, Of(Uses, member));
        }
        return g.Build();
    }

    private static (Value Kinds, Value Uses) Member(GraphBuilder g, Value pieces, Value mask, int member, long seed)
    {
        using var scope = g.Scope($"member{member}");
        var present = g.Unsqueeze(g.Cast(mask, ElementType.Float), 2);
        var embedding = new TransformerLayers(g, WordWidth, 1, 1, 1, seed);
        var layers = new TransformerLayers(g, Width, Heads, 1, 2, seed + 1);
        var embedded = g.Mul(g.ReduceSum(embedding.Embedding("words", pieces, WordPieces.Slots), [2], keep: false), present);

        var near = g.Mul(g.QuickGelu(layers.Linear("near", Neighbours(g, embedded, Near), Near.Length * WordWidth, Width)), present);
        var seen = layers.SelfAttention("sentence", near, layers.Filling(mask)).Sum;
        var far = g.Mul(layers.Normalization("norm", seen), present);
        var all = g.Add(seen, g.QuickGelu(layers.Linear("far", Neighbours(g, far, Far), Far.Length * Width, Width)));
        var last = layers.Normalization("last", all);
        return (layers.Linear("kind", last, Width, WordTag.Classes), layers.Linear("use", last, Width, Enum.GetValues<EarlierAnswer>().Length));
    }

    /// <summary>[batch, words, width] to [batch, words, offsets * width]: each word beside those so many places away, zeros outside.</summary>
    private static Value Neighbours(GraphBuilder g, Value x, long[] offsets)
    {
        var reach = offsets.Max();
        var padded = g.Pad(x, [0, reach, 0, 0, reach, 0]);
        return g.Concat(2, [.. offsets.Select(offset => (Value?)g.Slice(padded, [reach + offset], [reach + offset + SentenceBounds.Longest], [1]))]);
    }
}
