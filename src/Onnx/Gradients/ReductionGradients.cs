using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>Reductions: the gradient is spread back over what was summed up.</summary>
internal static class ReductionGradients
{
    public static readonly (string, OperatorGradient)[] Rules =
    [
        ("ReduceSum", new(n => n.Give(0, () => n.Writer.Expand(Restored(n, n.Gradient), n.Input(0).Sizes())))),
        ("ReduceMean", new(n => n.Give(0, () => n.Writer.Expand(
            n.Writer.Mul(Restored(n, n.Gradient), (double)n.Gradient.Elements() / n.Input(0).Elements()), n.Input(0).Sizes())))),
        ("ReduceMax", new(Extreme)),
        ("ReduceMin", new(Extreme)),
        ("ReduceSumSquare", new(n => n.Give(0, () => n.Writer.Mul(n.Input(0), n.Writer.Mul(Restored(n, n.Gradient), 2))))),
        ("ReduceL2", new(n => n.Give(0, () => n.Writer.Mul(n.Input(0), Restored(n, n.Writer.Div(n.Gradient, n.Result)))))),
    ];

    // All elements that reach the extreme share its gradient equally, as in PyTorch's amax.
    private static void Extreme(NodeGradient n) => n.Give(0, () =>
    {
        var g = n.Writer;
        var mask = g.Mask("Equal", n.Input(0), Restored(n, n.Result));
        return g.Mul(mask, g.Div(Restored(n, n.Gradient), g.ReduceSum(mask, Axes(n))));
    });

    /// <summary>A value of the result's shape with the reduced axes put back as 1.</summary>
    private static Value Restored(NodeGradient n, Value reduced)
    {
        var shape = n.Input(0).Sizes();
        foreach (var axis in Axes(n))
        {
            shape[axis] = 1;
        }

        return n.Writer.Reshape(reduced, shape);
    }

    private static long[] Axes(NodeGradient n)
    {
        var shape = n.Input(0).Shape!;
        var axes = n.Numbers(1, "axes");
        return axes is { Length: > 0 }
            ? [.. axes.Select(a => (long)shape.Axis(a)).Order()]
            : n.Node.Int("noop_with_empty_axes", 0) != 0 ? [] : TensorMath.AllAxes(n.Input(0));
    }
}
