using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Pooling. Where windows tile the input (the usual 2x2), the gradient of the maximum goes to the elements equal to the result, found by
/// scaling the result up: on the runtime's CPU kernels a third of the time of MaxPool with indices. Elements that tie share.
/// </summary>
internal static class PoolingGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("MaxPool", new(MaximumBackward, MaximumForward)),
        ("AveragePool", new(Average)),
        ("GlobalAveragePool", new(n => n.Give(0, () => n.Writer.Expand(
            n.Writer.Mul(n.Gradient, (double)n.Gradient.Elements() / n.Input(0).Elements()), n.Input(0).Sizes())))),
        ("GlobalMaxPool", new(GlobalMaximum)),
    ];

    private static Window WindowOf(NodeGradient n) => Window.Of(n.Node, n.Input(0), n.Result, [.. n.Node.Ints("kernel_shape")]);

    private static void MaximumForward(NodeGradient n)
    {
        if (WindowOf(n).Tiles || (n.Results.Count > 1 && n.Results[1] is not null))
        {
            n.CopyForward();
            return;
        }

        var indices = new Value(n.Writer.Fresh("indices"), ElementType.Int64, n.Result.Shape);
        n.Writer.Emit("MaxPool", [n.Input(0)], [n.Result, indices], [.. n.Node.Attributes.Values]);
        n.Save("indices", indices);
    }

    private static void MaximumBackward(NodeGradient n) => n.Give(0, () =>
    {
        var (g, x, window) = (n.Writer, n.Input(0), WindowOf(n));
        if (!window.Tiles)
        {
            return ScatterAdd(g, n.Gradient, n.TrySaved("indices") ?? n.Results[1]!, x.Sizes());
        }

        var hit = g.Mask("Equal", x, Enlarge(g, n.Result, window));
        var ties = g.Emit("AveragePool", x.Type, n.Result.Sizes(), [hit], new NodeAttribute("kernel_shape", window.Kernel), new NodeAttribute("strides", window.Strides));
        var share = g.Div(g.Mul(n.Gradient, 1.0 / window.Kernel.Aggregate(1L, (a, b) => a * b)), ties);
        return g.Mul(hit, Enlarge(g, share, window));
    });

    private static void GlobalMaximum(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var hit = g.Mask("Equal", n.Input(0), n.Result);
        return g.Mul(hit, g.Div(n.Gradient, g.ReduceSum(hit, TensorMath.AllAxes(hit)[2..])));
    });

    // Overlapping windows: an element may be the largest of several. Indices count over the whole tensor.
    private static Value ScatterAdd(GraphWriter g, Value dy, Value indices, long[] shape)
    {
        var (count, total) = (dy.Elements(), shape.Aggregate(1L, (a, b) => a * b));
        var zeros = g.Expand(g.Constant(dy.Type, 0), [total]);
        var sum = g.Emit("ScatterElements", dy.Type, [total], [zeros, g.Reshape(indices, count), g.Reshape(dy, count)],
            new NodeAttribute("axis", 0L), new NodeAttribute("reduction", "add"));
        return g.Reshape(sum, shape);
    }

    // Each input gets 1 / (elements in the window) of the gradient of every window it lies in.
    private static void Average(NodeGradient n) => n.Give(0, () =>
    {
        var (g, window, shape) = (n.Writer, WindowOf(n), n.Input(0).Sizes());
        var elements = window.Kernel.Aggregate(1L, (a, b) => a * b);
        if (window.Tiles)
        {
            return Enlarge(g, g.Mul(n.Gradient, 1.0 / elements), window);
        }

        var share = n.Node.Int("count_include_pad", 0) != 0 ? g.Mul(n.Gradient, 1.0 / elements) : g.Div(n.Gradient, Counts(g, window, n.Gradient));
        var channels = shape[1];
        var ones = g.Expand(g.Constant(share.Type, 1), [channels, 1, .. window.Kernel]);
        return ConvolutionGradients.Scatter(g, share, ones, window, channels, shape);
    });

    /// <summary>How many elements of each window lie inside the input: [1, 1, windows...].</summary>
    private static Value Counts(GraphWriter g, Window window, Value like)
    {
        var counts = g.Constant(like.Type, 1);
        for (var axis = 0; axis < window.Axes; axis++)
        {
            long[] shape = [1, 1, .. Enumerable.Repeat(1L, window.Axes)];
            shape[axis + 2] = window.Output[axis];
            var inside = new float[window.Output[axis]];
            for (var i = 0; i < inside.Length; i++)
            {
                var first = i * window.Strides[axis] - window.Before[axis];
                inside[i] = Enumerable.Range(0, (int)window.Kernel[axis]).Count(k => first + k * window.Dilations[axis] is var at && at >= 0 && at < window.Input[axis]);
            }

            var along = g.Initializer(Tensor.From(g.Fresh("count"), shape, inside));
            counts = g.Mul(g.Cast(along, like.Type), counts);
        }

        return counts;
    }

    /// <summary>Repeats each element over its window.</summary>
    private static Value Enlarge(GraphWriter g, Value a, Window window)
    {
        float[] scales = [1, 1, .. window.Kernel.Select(k => (float)k)];
        var factors = g.Initializer(Tensor.From(g.Fresh("scales"), [scales.Length], scales));
        long[] shape = [.. a.Sizes()[..2], .. window.Input];
        return g.Emit("Resize", a.Type, shape, [a, null, factors],
            new NodeAttribute("mode", "nearest"), new NodeAttribute("coordinate_transformation_mode", "asymmetric"), new NodeAttribute("nearest_mode", "floor"));
    }
}
