namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Operators that make tensors out of attributes, shapes and numbers.</summary>
internal static class CreationRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["Constant"] = c => RuleContext.One(c.Scope.ConstantOf(c.Node.Outputs[0]) is { } t ? t.Type : ElementType.Undefined,
            c.Scope.ConstantOf(c.Node.Outputs[0])?.Shape);
        rules["Shape"] = c => RuleContext.One(ElementType.Int64, c.Shape(0) is { } x ? [ShapeSlice(c.Node, x).Count()] : [Dimension.Unknown]);
        rules["Size"] = _ => RuleContext.One(ElementType.Int64, Shape.Scalar);
        rules["ConstantOfShape"] = c => RuleContext.One(c.Node.Attribute("value")?.Tensor.Type ?? ElementType.Float, c.Contents(0)?.AsShape);
        rules["Range"] = c => RuleContext.One(c.Type(0), [Range(c)]);
        rules["EyeLike"] = rules["RandomNormalLike"] = rules["RandomUniformLike"] = rules["Bernoulli"] = c =>
            RuleContext.One((ElementType)c.Node.Int("dtype", (long)c.Type(0)), c.Shape(0));
        rules["RandomNormal"] = rules["RandomUniform"] = c =>
            RuleContext.One((ElementType)c.Node.Int("dtype", (long)ElementType.Float), Shape.Of(c.Node.Ints("shape").AsSpan()));
        rules["OneHot"] = c => RuleContext.One(c.Type(2), OneHot(c));
    }

    /// <summary>The part of a shape that Shape returns: operator set 15 gave it start and end.</summary>
    public static IEnumerable<Dimension> ShapeSlice(Node node, Shape x)
    {
        long Clamp(long axis) => Math.Clamp(axis < 0 ? axis + x.Rank : axis, 0, x.Rank);
        long start = Clamp(node.Int("start", 0));
        long end = Clamp(node.Int("end", x.Rank));
        return x.Skip((int)start).Take((int)Math.Max(0, end - start));
    }

    private static Dimension Range(RuleContext c)
    {
        if (c.Contents(0)?.Numbers is not [var start] || c.Contents(1)?.Numbers is not [var limit] || c.Contents(2)?.Numbers is not [var step])
            return Dimension.Unknown;
        return Math.Max(0, (long)Math.Ceiling((limit - start) / (double)step));
    }

    private static Shape? OneHot(RuleContext c)
    {
        if (c.Shape(0) is not { } indices) return null;
        Dimension depth = c.Contents(1)?.Items[0].AsDimension ?? Dimension.Unknown;
        long axis = c.Node.Int("axis", -1);
        int at = (int)(axis < 0 ? axis + indices.Rank + 1 : axis);
        return Shape.Of([.. indices.Take(at), depth, .. indices.Skip(at)]);
    }
}
