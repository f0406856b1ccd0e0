using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Convolution and its transpose, each the other's adjoint (Dumoulin and Visin, "A guide to convolution arithmetic for deep
/// learning", 2016, section 4). The gradient of the weights is the product of the output's gradient with the input as each tap of the
/// kernel sees it: [batch, out, area] x [batch, area, in], summed over the batch.
/// </summary>
internal static class ConvolutionGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("Conv", new(Convolution)),
        ("ConvTranspose", new(Transposed)),
    ];

    /// <summary>Below this many input channels the taps are stacked to one product: thin products are slow.</summary>
    private const int ThinChannels = 8;

    private static void Convolution(NodeGradient n)
    {
        var (g, x, w, dy) = (n.Writer, n.Input(0), n.Input(1), n.Gradient);
        var window = Window.Of(n.Node, x, n.Result, w.Sizes()[2..]);
        var groups = n.Node.Int("group", 1);
        if (window is { Axes: 2, IsSame: true } && groups == x.Sizes()[1] && groups == dy.Sizes()[1])
        {
            n.Give(0, () => DepthwiseInputGradient(g, dy, w, window, groups));
            n.Give(1, () => DepthwiseWeightGradient(g, x, dy, window, w.Sizes()));
        }
        else
        {
            n.Give(0, () => Scatter(g, dy, w, window, groups, x.Sizes()));
            n.Give(1, () => WeightGradient(g, x, dy, window, groups, w.Sizes()));
        }

        n.Give(2, () => SumChannels(g, dy));
    }

    /// <summary>Each channel by itself: the convolution of the output's gradient with the kernel turned by half a turn, which the runtime does faster than its transpose.</summary>
    private static Value DepthwiseInputGradient(GraphWriter g, Value dy, Value w, Window window, long groups)
    {
        var (height, width) = (window.Kernel[0], window.Kernel[1]);
        var turned = g.Slice(w, [2, 3], [-1, -1], [-height - 1, -width - 1], [-1, -1]);
        var same = window with { Before = [height - 1 - window.Before[0], width - 1 - window.Before[1]], After = [height - 1 - window.After[0], width - 1 - window.After[1]] };
        return g.Emit("Conv", dy.Type, dy.Sizes(), [dy, turned], [.. Attributes(same, groups), new NodeAttribute("pads", [.. same.Before, .. same.After])]);
    }

    /// <summary>Of each channel and tap, the product of the output's gradient with the input as the tap sees it, by rows of taps: [batch, channels, taps of a row, area] x [batch, channels, area, 1].</summary>
    private static Value DepthwiseWeightGradient(GraphWriter g, Value x, Value dy, Window window, long[] shape)
    {
        var (sizes, width) = (x.Sizes(), window.Input[1]);
        var flat = g.Reshape(dy, sizes[0], sizes[1], sizes[2] * width, 1);
        long[] one = [sizes[0], sizes[1], 1, sizes[2] * width];
        var row = g.Concat(2, [.. ShiftedColumns(g, x, window).Select(v => g.Reshape(v, one))]);
        var products = Enumerable.Range(0, (int)window.Kernel[0]).Select(r =>
        {
            var by = (window.Before[0] - r) * width;
            return g.ReduceSum(g.MatMul(g.Pad(row, [0, 0, 0, by], [0, 0, 0, -by]), flat), [0], keep: false);
        });
        return g.Reshape(g.Concat(1, [.. products]), shape);
    }

    private static void Transposed(NodeGradient n)
    {
        var (g, x, w, dy) = (n.Writer, n.Input(0), n.Input(1), n.Gradient);
        var groups = n.Node.Int("group", 1);
        if (n.Node.Text("auto_pad", "NOTSET") != "NOTSET" || !n.Node.Ints("output_shape").IsDefaultOrEmpty)
        {
            throw GradientException.Unsupported(n.Node, "auto_pad or output_shape: give pads");
        }

        // Seen from its result, a transposed convolution is a convolution backwards: result and argument change places.
        var window = Window.Of(n.Node, n.Result, x, w.Sizes()[2..]);
        n.Give(0, () => g.Emit("Conv", dy.Type, x.Sizes(), [dy, w], [.. Attributes(window, groups), new NodeAttribute("pads", [.. window.Before, .. window.After])]));
        n.Give(1, () => WeightGradient(g, dy, x, window, groups, w.Sizes()));
        n.Give(2, () => SumChannels(g, dy));
    }

    private static Value SumChannels(GraphWriter g, Value dy) =>
        g.ReduceSum(dy, [.. Enumerable.Range(0, dy.Rank).Where(i => i != 1).Select(i => (long)i)], keep: false);

    /// <summary>The gradient of a convolution's input: a transposed convolution. Inputs that no window reached get zero.</summary>
    internal static Value Scatter(GraphWriter g, Value dy, Value weights, Window window, long groups, ReadOnlySpan<long> shape)
    {
        var extra = new long[window.Axes];
        for (var i = 0; i < extra.Length; i++)
        {
            extra[i] = window.Input[i] - ((window.Output[i] - 1) * window.Strides[i] - window.Before[i] - window.After[i] + window.Dilations[i] * (window.Kernel[i] - 1) + 1);
        }

        return g.Emit("ConvTranspose", dy.Type, shape, [dy, weights],
            [.. Attributes(window, groups), new NodeAttribute("pads", [.. window.Before, .. window.After]), new NodeAttribute("output_padding", extra)]);
    }

    private static NodeAttribute[] Attributes(Window window, long groups) =>
    [
        new NodeAttribute("kernel_shape", window.Kernel),
        new NodeAttribute("strides", window.Strides),
        new NodeAttribute("dilations", window.Dilations),
        new NodeAttribute("group", groups),
    ];

    /// <param name="x">[batch, in, spatial...]: what the windows slide over.</param>
    /// <param name="dy">[batch, out, windows...].</param>
    /// <param name="shape">[out, in / groups, kernel...].</param>
    private static Value WeightGradient(GraphWriter g, Value x, Value dy, Window window, long groups, long[] shape)
    {
        var (batch, channels) = (x.Sizes()[0], x.Sizes()[1]);
        var (area, perGroup, outputs) = (window.Output.Aggregate(1L, (a, b) => a * b), channels / groups, dy.Sizes()[1] / groups);
        if (window.IsSame && window.Taps().Count() == 1 && groups == 1 && area < channels)
        {
            // One product over pictures and areas instead of many thin ones: [out, batch area] x [batch area, in].
            var rows = g.Reshape(g.Transpose(g.Reshape(dy, batch, outputs, area), 1, 0, 2), outputs, batch * area);
            var seen = g.Reshape(g.Transpose(g.Reshape(x, batch, channels, area), 0, 2, 1), batch * area, channels);
            return g.Reshape(g.MatMul(rows, seen), shape);
        }

        var flat = g.Reshape(dy, groups == 1 ? [batch, outputs, area] : [batch, groups, outputs, area]);
        var products = new List<Value>();
        foreach (var columns in Columns(g, x, window, groups))
        {
            // The runtime folds the transpose into the product, and repacks the right operand for it: let that be the smaller one.
            // [batch, out, area] x [batch, area, taps in], or the transpose of that.
            var narrow = columns.Sizes()[^2] < outputs;
            var product = narrow ? g.MatMul(flat, g.TransposeMatrix(columns)) : g.MatMul(columns, g.TransposeMatrix(flat));
            var sum = g.ReduceSum(product, [0], keep: false);
            products.Add(narrow ? sum : g.TransposeMatrix(sum));
        }

        var taps = window.Kernel.Aggregate(1L, (a, b) => a * b);
        var all = g.Concat(groups == 1 ? 1 : 2, products.ToArray());                                        // [groups out, taps in]
        var split = g.Reshape(all, groups * outputs, taps, perGroup);
        return g.Reshape(taps == 1 ? split : g.Transpose(split, 0, 2, 1), shape);
    }

    /// <summary>The input as the taps see it, in blocks of [batch, (groups,) taps in the block x in, area].</summary>
    private static IEnumerable<Value> Columns(GraphWriter g, Value x, Window window, long groups)
    {
        var (batch, channels) = (x.Sizes()[0], x.Sizes()[1]);
        var area = window.Output.Aggregate(1L, (a, b) => a * b);
        long[] block = groups == 1 ? [batch, channels, area] : [batch, groups, channels / groups, area];
        if (groups == 1 && window is { Axes: 2, IsSame: true } && channels >= ThinChannels)
        {
            foreach (var rows in SameColumns(g, x, window))
            {
                yield return rows;
            }

            yield break;
        }

        var taps = window.Taps().Select(tap => g.Reshape(Seen(g, x, window, tap), block)).ToArray();
        var perBlock = groups > 1 ? 1 : channels < ThinChannels ? taps.Length : (int)window.Kernel[^1];
        foreach (var chunk in taps.Chunk(perBlock))
        {
            yield return g.Concat(1, chunk);
        }
    }

    /// <summary>
    /// For a convolution that keeps the size, a shift along the rows is a shift of the flattened picture: the columns' shifts are made
    /// once and shifted whole for each row of the kernel. Half the copies of taking every tap by itself.
    /// </summary>
    private static IEnumerable<Value> SameColumns(GraphWriter g, Value x, Window window)
    {
        var (sizes, width) = (x.Sizes(), window.Input[1]);
        var shifted = ShiftedColumns(g, x, window);
        var stacked = g.Reshape(g.Concat(1, shifted), sizes[0], sizes[1] * shifted.Length, sizes[2] * width);
        for (var row = 0; row < window.Kernel[0]; row++)
        {
            var by = (window.Before[0] - row) * width;
            yield return g.Pad(stacked, [0, 0, by], [0, 0, -by]);
        }
    }

    /// <summary>The input shifted along its rows, once for each column of the kernel.</summary>
    private static Value[] ShiftedColumns(GraphWriter g, Value x, Window window)
    {
        var shifted = new Value[window.Kernel[1]];
        for (var column = 0; column < shifted.Length; column++)
        {
            var by = window.Before[1] - column;
            shifted[column] = g.Pad(x, [0, 0, 0, by], [0, 0, 0, -by]);
        }

        return shifted;
    }

    /// <summary>The input element under one tap of the kernel for each window: [batch, in, windows...].</summary>
    private static Value Seen(GraphWriter g, Value x, Window window, long[] tap)
    {
        var (before, after) = (new long[x.Rank], new long[x.Rank]);
        for (var i = 0; i < window.Axes; i++)
        {
            var first = tap[i] * window.Dilations[i] - window.Before[i];
            var last = first + (window.Output[i] - 1) * window.Strides[i];
            (before[i + 2], after[i + 2]) = (-first, last - (window.Input[i] - 1));
        }

        var seen = g.Pad(x, before, after);
        return Array.TrueForAll(window.Strides, s => s == 1)
            ? seen
            : g.Slice(seen, [.. Enumerable.Range(2, window.Axes).Select(i => (long)i)], new long[window.Axes], seen.Sizes()[2..], window.Strides);
    }
}
