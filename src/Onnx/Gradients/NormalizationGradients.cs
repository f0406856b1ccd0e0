using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Normalisations y = scale (x - mean) r + shift, r = 1 / sqrt(variance + epsilon), which differ in the axes they average over. With
/// z = (x - mean) r and dz = scale dy: dx = r (dz - mean(dz) - z mean(dz z)) (Ioffe and Szegedy 2015, section 3; Ba et al. 2016; Wu
/// and He 2018). The forward part leaves z and r behind.
/// </summary>
internal static class NormalizationGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("LayerNormalization", new(LayerBackward, LayerForward)),
        ("InstanceNormalization", new(n => ByChannelBackward(n, Rows(n.Input(0), n.Input(0).Sizes()[1])), n => ByChannelForward(n, Rows(n.Input(0), n.Input(0).Sizes()[1])))),
        ("GroupNormalization", new(n => ByChannelBackward(n, Rows(n.Input(0), n.Node.Int("num_groups", 1))), n => ByChannelForward(n, Rows(n.Input(0), n.Node.Int("num_groups", 1))))),
        ("BatchNormalization", new(BatchBackward, BatchForward) { Running = [3, 4] }),
    ];

    private const float DefaultEpsilon = 1e-5f;

    // Layer: scale and shift have the shape of the normalised axes.
    private static void LayerForward(NodeGradient n)
    {
        var (g, x) = (n.Writer, n.Input(0));
        long[] axes = [.. Enumerable.Range((int)n.Axis(-1), x.Rank - (int)n.Axis(-1)).Select(i => (long)i)];
        var (z, r) = Normalize(g, x, axes, n.Node.Float("epsilon", DefaultEpsilon));
        Remember(n, z, r);
        var scaled = g.Mul(z, n.Input(1));
        Finish(n, n.Optional(2) is { } shift ? g.Add(scaled, shift) : scaled);
    }

    private static void LayerBackward(NodeGradient n)
    {
        var (g, z) = (n.Writer, n.Saved("z"));
        long[] axes = [.. Enumerable.Range((int)n.Axis(-1), z.Rank - (int)n.Axis(-1)).Select(i => (long)i)];
        n.Give(0, () => ThroughNormalization(g, g.Mul(n.Gradient, n.Input(1)), z, n.Saved("r"), axes));
        n.Give(1, () => g.Mul(n.Gradient, z));
        n.Give(2, n.Gradient);
    }

    /// <summary>[batch, groups, rest]: statistics are over the last axis.</summary>
    private static long[] Rows(Value x, long groups) => [x.Sizes()[0], groups, x.Elements() / x.Sizes()[0] / groups];

    // Instance and group: statistics per row of [batch, groups, rest]; scale and shift per channel (per group before opset 21).
    private static void ByChannelForward(NodeGradient n, long[] rows)
    {
        var (g, x) = (n.Writer, n.Input(0));
        var (z, r) = Normalize(g, g.Reshape(x, rows), [2], n.Node.Float("epsilon", DefaultEpsilon));
        Remember(n, z, r);
        if (n.IsConstant(1, 1) && n.IsConstant(2, 0))
        {
            Finish(n, g.Reshape(z, x.Sizes()));
            return;
        }

        var scaled = g.Mul(g.Reshape(z, Parted(n)), PerChannel(g, n.Input(1)));
        Finish(n, g.Reshape(g.Add(scaled, PerChannel(g, n.Input(2))), x.Sizes()));
    }

    private static void ByChannelBackward(NodeGradient n, long[] rows)
    {
        var (g, z) = (n.Writer, n.Saved("z"));
        var parted = Parted(n);
        var dy = g.Reshape(n.Gradient, parted);
        n.Give(0, () =>
        {
            var dz = n.IsConstant(1, 1) ? n.Gradient : g.Mul(dy, PerChannel(g, n.Input(1)));
            return g.Reshape(ThroughNormalization(g, g.Reshape(dz, rows), z, n.Saved("r"), [2]), n.Input(0).Sizes());
        });
        n.Give(1, () => g.ReduceSum(g.Mul(dy, g.Reshape(z, parted)), [0, 2], keep: false));
        n.Give(2, () => g.ReduceSum(dy, [0, 2], keep: false));
    }

    /// <summary>[batch, parts, rest], where every part has its own scale and shift.</summary>
    private static long[] Parted(NodeGradient n) => Rows(n.Input(0), n.Input(1).Elements());

    private static Value PerChannel(GraphWriter g, Value vector) => g.Reshape(vector, vector.Elements(), 1);

    // Batch, training: statistics of this batch over everything but the channel. The running ones follow them, as the format defines:
    // running * momentum + batch * (1 - momentum), the variance that of the population.
    private static void BatchForward(NodeGradient n)
    {
        var (g, x) = (n.Writer, n.Input(0));
        var (z, r, mean, variance) = Standardize(g, x, BatchAxes(x), n.Node.Float("epsilon", DefaultEpsilon));
        Remember(n, z, r);
        var momentum = n.Node.Float("momentum", 0.9f);
        foreach (var (input, batch) in new[] { (3, mean), (4, variance) })
        {
            var channels = g.Reshape(batch, n.Input(input).Sizes());
            n.Update(input, g.Add(g.Mul(n.Input(input), momentum), g.Mul(channels, 1 - momentum)));
        }

        Finish(n, g.Add(g.Mul(z, Channels(g, n.Input(1), x)), Channels(g, n.Input(2), x)));
    }

    private static void BatchBackward(NodeGradient n)
    {
        var (g, x, z) = (n.Writer, n.Input(0), n.Saved("z"));
        n.Give(0, () => ThroughNormalization(g, g.Mul(n.Gradient, Channels(g, n.Input(1), x)), z, n.Saved("r"), BatchAxes(x)));
        n.Give(1, () => g.ReduceSum(g.Mul(n.Gradient, z), BatchAxes(x), keep: false));
        n.Give(2, () => g.ReduceSum(n.Gradient, BatchAxes(x), keep: false));
    }

    private static long[] BatchAxes(Value x) => [.. Enumerable.Range(0, x.Rank).Where(i => i != 1).Select(i => (long)i)];

    private static Value Channels(GraphWriter g, Value vector, Value x) =>
        g.Reshape(vector, [vector.Elements(), .. Enumerable.Repeat(1L, x.Rank - 2)]);

    private static void Remember(NodeGradient n, Value z, Value r)
    {
        n.Save("z", z);
        n.Save("r", r);
    }

    /// <summary>Gives the value the name that the rest of the graph knows the result by.</summary>
    private static void Finish(NodeGradient n, Value value) => n.Writer.Emit("Identity", [value], [n.Result]);

    /// <returns>z = (x - mean) / sqrt(variance + epsilon), and 1 / sqrt(variance + epsilon) with the averaged axes kept as 1.</returns>
    private static (Value Z, Value R) Normalize(GraphWriter g, Value x, long[] axes, float epsilon)
    {
        var trailing = axes[^1] == x.Rank - 1 && axes[^1] - axes[0] == axes.Length - 1;
        if (trailing && g.Opset >= 17)
        {
            return NormalizeRows(g, x, axes, epsilon);
        }

        var (z, r, _, _) = Standardize(g, x, axes, epsilon);
        return (z, r);
    }

    // The runtime's own kernel, in one pass over each row; it returns r as its third result.
    private static (Value Z, Value R) NormalizeRows(GraphWriter g, Value x, long[] axes, float epsilon)
    {
        var sizes = x.Sizes();
        var normalized = sizes[(int)axes[0]..];
        var statistics = sizes.Select((s, i) => i < axes[0] ? s : 1).ToArray();
        var ones = g.Cast(g.Initializer(Tensor.From(g.Fresh("ones"), normalized, Ones(normalized))), x.Type);
        var z = new Value(g.Fresh("z"), x.Type, x.Shape);
        var mean = new Value(g.Fresh("mean"), ElementType.Float, Shape.Of(statistics));    // float whatever the type of x
        var r = new Value(g.Fresh("r"), ElementType.Float, Shape.Of(statistics));
        g.Emit("LayerNormalization", [x, ones], [z, mean, r], new NodeAttribute("axis", axes[0]), new NodeAttribute("epsilon", epsilon));
        return (z, g.Cast(r, x.Type));
    }

    private static (Value Z, Value R, Value Mean, Value Variance) Standardize(GraphWriter g, Value x, long[] axes, float epsilon)
    {
        var mean = g.ReduceMean(x, axes);
        var centred = g.Sub(x, mean);
        var variance = g.ReduceMean(g.Square(centred), axes);
        var r = g.Div(g.Constant(x.Type, 1), g.Sqrt(g.Add(variance, epsilon)));
        return (g.Mul(centred, r), r, mean, variance);
    }

    private static float[] Ones(long[] shape)
    {
        var ones = new float[shape.Aggregate(1L, (a, b) => a * b)];
        Array.Fill(ones, 1);
        return ones;
    }

    private static Value ThroughNormalization(GraphWriter g, Value dz, Value z, Value r, long[] axes)
    {
        var projection = g.Mul(r, g.ReduceMean(g.Mul(dz, z), axes));
        var offset = g.Mul(r, g.ReduceMean(dz, axes));
        return g.Sub(g.Sub(g.Mul(dz, r), g.Mul(z, projection)), offset);
    }
}
