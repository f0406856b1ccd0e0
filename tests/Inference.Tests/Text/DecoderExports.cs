using System.Collections.Immutable;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Tests.Text;

/// <summary>
/// One small decoder with the inputs and outputs that exporters give theirs. Its logits are the sum of a vector for each token and place so far
/// and of one for what was encoded, so what it must say can be worked out without it: <see cref="Greedy"/>.
/// </summary>
internal static class DecoderExports
{
    public const int Words = 9, Start = 7, End = 8, Most = 6, Width = 4;

    private static readonly float[] Tokens = Draw(1, Words * Words), Places = Draw(2, Words * (Most + 2)), Seen = Draw(3, Width * Words);

    public static TextDecoder Open(string kind) => kind switch
    {
        "without a cache" => new TextDecoder(Session(WithoutCache())),
        "two graphs" => new TextDecoder(Session(First()), Session(Next())),
        "two graphs in one" => new TextDecoder(Session(Merged())),
        "a cache of fixed size" => new TextDecoder(Session(FixedCache())),
        "int32, places given" => new TextDecoder(Session(WithPlaces())),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>What the likeliest token is at every place, without any graph.</summary>
    public static List<int> Greedy(float[] encoded)
    {
        var logits = new double[Words];
        for (var v = 0; v < Words; v++)
            for (var w = 0; w < Width; w++) logits[v] += encoded[w] * Seen[w * Words + v];
        var text = new List<int>();
        for (var (token, place) = (Start, 0); text.Count < Most; place++)
        {
            for (var v = 0; v < Words; v++) logits[v] += Tokens[token * Words + v] + Places[place * Words + v];
            token = Enumerable.Range(0, Words).Where(v => v != Start && v != 0).MaxBy(v => logits[v]);
            if (token == End) break;
            text.Add(token);
        }
        return text;
    }

    private static Model WithoutCache()
    {
        var g = new GraphBuilder("whole");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        var sum = Sum(g, Vectors(g, ids, Range(g, g.Scalar(0L), Length(g, ids, 1))));
        g.Output(g.Add(sum, Encoded(g, g.Input("encoder_hidden_states", ElementType.Float, ["batch", "t", Width]))), "logits");
        return g.Build();
    }

    /// <summary>Optimum's decoder_model: no past, gives both caches.</summary>
    private static Model First()
    {
        var g = new GraphBuilder("first");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        WriteFirst(g, ids, g.Input("encoder_hidden_states", ElementType.Float, ["batch", "t", Width]), "");
        return g.Build();
    }

    /// <summary>Optimum's decoder_with_past_model: takes both caches, not what was encoded, and gives the text's alone.</summary>
    private static Model Next()
    {
        var g = new GraphBuilder("next");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        WriteNext(g, ids, g.Input("past_key_values.0.decoder.key", ElementType.Float, ["batch", 1, "past", Words]),
            g.Input("past_key_values.0.encoder.key", ElementType.Float, ["batch", 1, "kept", Words]), "");
        return g.Build();
    }

    /// <summary>Optimum's decoder_model_merged: both under a switch; with a past it gives an empty cache of what was encoded.</summary>
    private static Model Merged()
    {
        var g = new GraphBuilder("merged");
        var ids = g.Input("input_ids", ElementType.Int64, ["batch", "length"]);
        var encoded = g.Input("encoder_hidden_states", ElementType.Float, ["batch", "t", Width]);
        var text = g.Input("past_key_values.0.decoder.key", ElementType.Float, ["batch", 1, "past", Words]);
        var kept = g.Input("past_key_values.0.encoder.key", ElementType.Float, ["batch", 1, "kept", Words]);
        g.Input("use_cache_branch", ElementType.Bool, [1]);
        var yes = Body("with_past", b => { WriteNext(b, ids, text, kept, "yes."); b.Output(b.Constant(ElementType.Float, [0, 1, 1, Words], ReadOnlySpan<float>.Empty), "yes.present.0.encoder.key"); });
        var no = Body("without_past", b => WriteFirst(b, ids, encoded, "no."));
        string[] outputs = ["logits", "present.0.decoder.key", "present.0.encoder.key"];
        g.Append(new Node("If", ["use_cache_branch"], [.. outputs],
            ImmutableDictionary<string, NodeAttribute>.Empty.Add("then_branch", new("then_branch", yes)).Add("else_branch", new("else_branch", no)), "If"));
        foreach (var name in outputs) g.Output(g[name] with { Type = ElementType.Float });
        return g.Build();

        // A body has no inputs of its own: it reads those around it by name.
        Graph Body(string name, Action<GraphBuilder> write)
        {
            var b = new GraphBuilder(name);
            foreach (var input in new[] { ids, encoded, text, kept }) b.Input(input.Name, input.Type, input.Shape!);
            write(b);
            return b.Build().Graph.With(inputs: []);
        }
    }

    /// <summary>winml-cli's: one token at a time, a cache of fixed size that comes back whole, places given, a mask as long as the cache.</summary>
    private static Model FixedCache()
    {
        const int Size = Most + 2;
        var g = new GraphBuilder("fixed");
        var ids = g.Input("decoder_input_ids", ElementType.Int64, [1, 1]);
        var encoded = g.Input("encoder_hidden_states", ElementType.Float, [1, 3, Width]);
        var mask = g.Input("decoder_attention_mask", ElementType.Int64, [1, Size]);
        var place = g.Input("cache_position", ElementType.Int64, [1]);
        var past = g.Input("past_0_key", ElementType.Float, [1, 1, Size, Words]);
        var here = g.Reshape(g.Cast(g.Equal(g.Int64s([.. Enumerable.Range(0, Size).Select(i => (long)i)]), place), ElementType.Float), 1, 1, Size, 1);
        var present = g.Add(g.Mul(past, g.Sub(g.Scalar(1f), here)), g.Mul(Vectors(g, ids, place), here));
        var counted = g.Mul(present, g.Reshape(g.Cast(mask, ElementType.Float), 1, 1, Size, 1));
        g.Output(g.Add(Sum(g, counted), Encoded(g, encoded)), "logits");
        g.Output(present, "present_0_key");
        return g.Build();
    }

    private static Model WithPlaces()
    {
        var g = new GraphBuilder("places");
        var ids = g.Input("input_ids", ElementType.Int32, ["batch", "length"]);
        var places = g.Input("position_ids", ElementType.Int32, ["batch", "length"]);
        var past = g.Input("past_key_values.0.key", ElementType.Float, ["batch", 1, "past", Words]);
        var present = g.Concat(2, past, Vectors(g, ids, places));
        g.Output(g.Add(Sum(g, present), Encoded(g, g.Input("encoder_hidden_states", ElementType.Float, ["batch", "t", Width]))), "logits");
        g.Output(present, "present.0.key");
        return g.Build();
    }

    private static void WriteFirst(GraphBuilder g, Value ids, Value encoded, string prefix)
    {
        var (text, seen) = (Vectors(g, ids, Range(g, g.Scalar(0L), Length(g, ids, 1))), Encoded(g, encoded));
        g.Output(g.Add(Sum(g, text), seen), prefix + "logits");
        g.Output(text, prefix + "present.0.decoder.key");
        g.Output(g.Unsqueeze(seen, 1), prefix + "present.0.encoder.key");
    }

    private static void WriteNext(GraphBuilder g, Value ids, Value text, Value kept, string prefix)
    {
        var past = Length(g, text, 2);
        var all = g.Concat(2, text, Vectors(g, ids, Range(g, past, g.Add(past, Length(g, ids, 1)))));
        g.Output(g.Add(Sum(g, all), g.Squeeze(kept, 1)), prefix + "logits");
        g.Output(all, prefix + "present.0.decoder.key");
    }

    /// <summary>[1, 1, n, words]</summary>
    private static Value Vectors(GraphBuilder g, Value ids, Value places) => g.Reshape(
        g.Add(g.Gather(g.Constant(ElementType.Float, [Words, Words], Tokens), ids), g.Gather(g.Constant(ElementType.Float, [Most + 2, Words], Places), places)),
        1, 1, -1, Words);

    /// <summary>Of all places: [1, 1, words].</summary>
    private static Value Sum(GraphBuilder g, Value vectors) => g.ReduceSum(vectors, [2], keep: false);

    /// <summary>The mean of what was encoded, seen as words: [1, 1, words].</summary>
    private static Value Encoded(GraphBuilder g, Value encoded) =>
        g.MatMul(g.ReduceMean(encoded, [1]), g.Constant(ElementType.Float, [Width, Words], Seen));

    private static Value Range(GraphBuilder g, Value from, Value to) => g.Op("Range", [from, to, g.Scalar(1L)]);

    private static Value Length(GraphBuilder g, Value x, long axis) => g.Squeeze(g.Slice(g.ShapeOf(x), [axis], [axis + 1], [0]), 0);

    private static PartitionSession Session(Model model) => new(OnnxFile.ToBytes(model), model.Graph.Name);

    private static float[] Draw(long seed, int count) => new SeededRandom(seed).NextNormals(count, 1);
}
