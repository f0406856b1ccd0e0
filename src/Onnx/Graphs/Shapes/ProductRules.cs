namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Matrix products and losses.</summary>
internal static class ProductRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["MatMul"] = c => RuleContext.One(c.Type(0), MatMul(c, c.Shape(0), c.Shape(1)));
        rules["FusedMatMul"] = c => RuleContext.One(c.Type(0), MatMul(
            c, Transposed(c.Shape(0), c.Node.Int("transA", 0) != 0), Transposed(c.Shape(1), c.Node.Int("transB", 0) != 0)));
        rules["MatMulInteger"] = c => RuleContext.One(ElementType.Int32, MatMul(c, c.Shape(0), c.Shape(1)));
        rules["QLinearMatMul"] = c => RuleContext.One(c.Type(7), MatMul(c, c.Shape(0), c.Shape(3)));
        rules["Gemm"] = c => RuleContext.One(c.Type(0), Gemm(c));
        rules["SoftmaxCrossEntropyLoss"] = c => [new(c.Type(0), Loss(c)), new(c.Type(0), c.Shape(0))];
        rules["NegativeLogLikelihoodLoss"] = c => RuleContext.One(c.Type(0), Loss(c));
    }

    private static Shape? Loss(RuleContext c) => c.Node.Text("reduction", "mean") == "none" ? c.Shape(1) : Shape.Scalar;

    private static Shape? Transposed(Shape? shape, bool transpose) =>
        shape is null || !transpose || shape.Rank < 2 ? shape : [.. shape.SkipLast(2), shape[^1], shape[^2]];

    private static Shape? MatMul(RuleContext c, Shape? a, Shape? b)
    {
        if (a is null || b is null) return null;
        if (a.Rank == 0 || b.Rank == 0) return c.Fail("a matrix product needs at least one axis on each side");
        Dimension inner = a[^1], other = b[b.Rank == 1 ? 0 : b.Rank - 2];
        if (inner.IsKnown && other.IsKnown && inner != other) return c.Fail($"the inner sizes of {a} and {b} differ");
        var batch = Broadcast.Of(Shape.Of(a.SkipLast(2)), Shape.Of(b.SkipLast(2)))!;
        return Shape.Of([.. batch, .. a.Rank > 1 ? [a[^2]] : Array.Empty<Dimension>(), .. b.Rank > 1 ? [b[^1]] : Array.Empty<Dimension>()]);
    }

    private static Shape? Gemm(RuleContext c)
    {
        if (c.Shape(0) is not { Rank: 2 } a || c.Shape(1) is not { Rank: 2 } b) return null;
        (Dimension rows, Dimension inner) = c.Node.Int("transA", 0) != 0 ? (a[1], a[0]) : (a[0], a[1]);
        (Dimension other, Dimension columns) = c.Node.Int("transB", 0) != 0 ? (b[1], b[0]) : (b[0], b[1]);
        if (inner.IsKnown && other.IsKnown && inner != other) return c.Fail($"the inner sizes of {a} and {b} differ");
        return [rows, columns];
    }
}
