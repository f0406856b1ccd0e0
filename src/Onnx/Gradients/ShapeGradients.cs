using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>Operators that move elements about: the gradient is moved back.</summary>
internal static class ShapeGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("Reshape", new(Back)),
        ("Flatten", new(Back)),
        ("Squeeze", new(Back)),
        ("Unsqueeze", new(Back)),
        ("Transpose", new(Transpose)),
        ("Expand", new(n => n.Give(0, n.Gradient))),
        ("Concat", new(Concat)),
        ("Split", new(Split)),
        ("Slice", new(Slice)),
        ("Gather", new(Gather)),
        ("Pad", new(Pad)),
        ("Resize", new(Resize)),
        ("SpaceToDepth", new(n => n.Give(0, () => Blocks(n, "DepthToSpace")))),
        ("DepthToSpace", new(DepthToSpace)),
    ];

    private static void Back(NodeGradient n) => n.Give(0, () => n.Writer.Reshape(n.Gradient, n.Input(0).Sizes()));

    private static void Transpose(NodeGradient n) => n.Give(0, () =>
    {
        var rank = n.Input(0).Rank;
        var permutation = n.Node.Ints("perm");
        var inverse = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            inverse[permutation.IsDefault ? rank - 1 - i : permutation[i]] = i;
        }

        return n.Writer.Transpose(n.Gradient, inverse);
    });

    private static void Concat(NodeGradient n)
    {
        var axis = n.Axis(0);
        long start = 0;
        for (var i = 0; i < n.InputCount; i++)
        {
            var end = start + n.Input(i).Sizes()[axis];
            var from = start;
            n.Give(i, () => n.Writer.Slice(n.Gradient, [axis], [from], [end], [1]));
            start = end;
        }
    }

    private static void Split(NodeGradient n) => n.Give(0, () =>
    {
        var parts = n.Results.Select((r, i) => n.GradientOf(i) ?? n.Writer.Expand(n.Writer.Constant(r!.Type, 0), r.Sizes())).ToArray();
        return n.Writer.Concat(n.Axis(0), parts);
    });

    // Zeros between the elements that were taken (steps), then before and after them.
    private static void Slice(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var shape = n.Input(0).Shape!;
        var starts = n.Numbers(1, "starts")!;
        var axes = n.Numbers(3, "axes") ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = n.Numbers(4, "steps") ?? [.. axes.Select(_ => 1L)];
        var gradient = n.Gradient;
        var (before, after) = (new long[shape.Rank], new long[shape.Rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = shape.Axis(axes[i]);
            var (size, taken) = (shape[axis].Size, gradient.Sizes()[axis]);
            if (steps[i] < 0)
            {
                throw GradientException.Unsupported(n.Node, "a negative step");
            }

            before[axis] = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
            gradient = Spread(g, gradient, axis, steps[i]);
            after[axis] = size - before[axis] - ((taken - 1) * steps[i] + 1);
        }

        return g.Pad(gradient, before, after);
    });

    /// <summary>Puts step - 1 zeros between neighbours along an axis: n elements become (n - 1) step + 1.</summary>
    private static Value Spread(GraphWriter g, Value a, int axis, long step)
    {
        if (step == 1)
        {
            return a;
        }

        var sizes = a.Sizes();
        var taken = sizes[axis];
        long[] widened = [.. sizes[..(axis + 1)], 1, .. sizes[(axis + 1)..]];
        var after = new long[widened.Length];
        after[axis + 1] = step - 1;
        sizes[axis] *= step;
        var spread = g.Reshape(g.Pad(g.Reshape(a, widened), new long[widened.Length], after), sizes);
        return g.Slice(spread, [axis], [0], [(taken - 1) * step + 1], [1]);
    }

    // Above this size of a one-hot matrix, most of it zeros, rows are added one by one instead.
    private const long LargestOneHot = 1 << 24;

    // Rows that were taken several times get the sum. One product with a one-hot matrix: exact, and sums in a fixed order.
    private static void Gather(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var (data, indices, axis) = (n.Input(0), n.Input(1), n.Axis(0));
        var sizes = data.Sizes();
        if (axis == 0 && sizes.Length == 2 && sizes[0] * indices.Elements() > LargestOneHot)
        {
            long[] taken = [indices.Elements(), sizes[1]];
            var row = g.Emit("Expand", ElementType.Int64, taken, [g.Reshape(g.Cast(indices, ElementType.Int64), taken[0], 1), g.Vector(taken)]);
            var zeros = g.Emit("Expand", n.Gradient.Type, sizes, [g.Constant(n.Gradient.Type, 0), g.Vector(sizes)]);
            return g.Emit("ScatterElements", n.Gradient.Type, sizes, [zeros, row, g.Reshape(n.Gradient, taken)], new NodeAttribute("axis", 0L), new NodeAttribute("reduction", "add"));
        }
        var rows = sizes[axis];
        var (outer, inner, count) = (Product(sizes[..(int)axis]), Product(sizes[((int)axis + 1)..]), indices.Elements());
        var ascending = g.Initializer(Tensor.From(g.Fresh("rows"), [rows, 1], [.. Enumerable.Range(0, (int)rows).Select(i => (long)i)]));
        var flat = g.Cast(g.Reshape(indices, 1, count), ElementType.Int64);
        var nonNegative = g.Add(flat, g.Mul(g.Cast(g.Compare("Less", flat, g.Constant(ElementType.Int64, 0)), ElementType.Int64), g.Constant(ElementType.Int64, rows)));
        var hot = g.Cast(g.Compare("Equal", ascending, nonNegative), n.Gradient.Type);                       // [rows, count]
        return g.Reshape(g.MatMul(hot, g.Reshape(n.Gradient, outer, count, inner)), sizes);
    });

    private static void Pad(NodeGradient n)
    {
        if (n.Node.Text("mode", "constant") != "constant")
        {
            throw GradientException.Unsupported(n.Node, $"mode '{n.Node.Text("mode", "")}'");
        }

        n.Give(0, () =>
        {
            var rank = n.Input(0).Rank;
            var pads = n.Numbers(1, "pads")!;
            var axes = n.Numbers(3, "") ?? [.. Enumerable.Range(0, rank).Select(i => (long)i)];
            var (before, after) = (new long[rank], new long[rank]);
            for (var i = 0; i < axes.Length; i++)
            {
                var axis = n.Input(0).Shape!.Axis(axes[i]);
                (before[axis], after[axis]) = (-pads[i], -pads[i + axes.Length]);
            }

            return n.Writer.Pad(n.Gradient, before, after);
        });
    }

    // Nearest with whole factors: each element was repeated, so its copies are summed.
    private static void Resize(NodeGradient n) => n.Give(0, () =>
    {
        var (from, to) = (n.Input(0).Sizes(), n.Result.Sizes());
        if (n.Node.Text("mode", "nearest") != "nearest" || !from.Zip(to).All(p => p.Second % p.First == 0))
        {
            throw GradientException.Unsupported(n.Node, "resizing other than mode 'nearest' by whole factors");
        }

        long[] split = [.. from.Zip(to).SelectMany(p => new[] { p.First, p.Second / p.First })];
        long[] repeats = [.. Enumerable.Range(0, from.Length).Where(i => from[i] != to[i]).Select(i => 2L * i + 1)];
        return n.Writer.Reshape(n.Writer.ReduceSum(n.Writer.Reshape(n.Gradient, split), repeats), from);
    });

    private static void DepthToSpace(NodeGradient n)
    {
        if (n.Node.Text("mode", "DCR") != "DCR")
        {
            throw GradientException.Unsupported(n.Node, "mode 'CRD'");
        }

        n.Give(0, () => Blocks(n, "SpaceToDepth"));
    }

    private static Value Blocks(NodeGradient n, string inverse) =>
        n.Writer.Emit(inverse, n.Gradient.Type, n.Input(0).Sizes(), [n.Gradient], new NodeAttribute("blocksize", n.Node.Int("blocksize", 1)));

    private static long Product(IEnumerable<long> sizes) => sizes.Aggregate(1L, (a, b) => a * b);
}
