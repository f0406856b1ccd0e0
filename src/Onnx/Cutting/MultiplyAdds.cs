using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// Multiply-adds of a node, which is what most of a network's time goes into: convolutions and matrix products. Element-wise
/// operators, poolings and normalisations count as none, as papers count.
/// </summary>
public static class MultiplyAdds
{
    /// <param name="find">A value by name, with a static shape.</param>
    public static long Of(Node node, Func<string, Value?> find)
    {
        Shape? In(int index) => node.Input(index) is { } name && find(name)?.Shape is { IsStatic: true } shape ? shape : null;
        Shape? Out() => node.Outputs is [{ Length: > 0 } name, ..] && find(name)?.Shape is { IsStatic: true } shape ? shape : null;

        return node.Op switch
        {
            // Each output element sums over [in channels / group, kernel...].
            "Conv" or "ConvInteger" or "FusedConv" when Out() is { } y && In(1) is { } w => y.Elements() * PerFilter(w),
            "QLinearConv" when Out() is { } y && In(3) is { } w => y.Elements() * PerFilter(w),
            // Each input element is spread over [out channels / group, kernel...].
            "ConvTranspose" when In(0) is { } x && In(1) is { } w => x.Elements() * PerFilter(w),
            "MatMul" or "MatMulInteger" or "FusedMatMul" when Out() is { } y && In(0) is { Rank: > 0 } a => y.Elements() * Inner(node, a),
            "QLinearMatMul" when Out() is { } y && In(0) is { Rank: > 0 } a => y.Elements() * a[^1].Size,
            "Gemm" when Out() is { } y && In(0) is { Rank: 2 } a => y.Elements() * Inner(node, a),
            // Gates times ([input] + [hidden]) for every step, batch and direction. X is [steps, batch, input].
            "LSTM" or "GRU" or "RNN" when In(0) is { Rank: 3 } x && In(1) is { Rank: 3 } w && In(2) is { Rank: 3 } r =>
                x[0].Size * x[1].Size * (w.Elements() + r.Elements()),
            _ => node.Bodies.Sum(body => body.Nodes.Sum(n => Of(n, find))),
        };
    }

    private static long PerFilter(Shape weight) => weight.Skip(1).Aggregate(1L, (n, d) => n * d.Size);

    private static long Inner(Node node, Shape a) => node.Int("transA", 0) != 0 ? a[^2].Size : a[^1].Size;
}
