namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Operators that fold axes together.</summary>
internal static class ReductionRules
{
    private static readonly string[] Reductions =
    [
        "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
        "ReduceSumSquare",
    ];

    public static void AddTo(RuleTable rules)
    {
        foreach (string op in Reductions) rules[op] = c => RuleContext.One(c.Type(0), Reduce(c));
        rules["ArgMax"] = rules["ArgMin"] = c => RuleContext.One(
            ElementType.Int64, c.Shape(0) is { } x ? Without(x, [x.Axis(c.Node.Int("axis", 0))], c.Node.Int("keepdims", 1) != 0) : null);
        rules["TopK"] = c =>
        {
            Shape? shape = null;
            if (c.Shape(0) is { } x)
            {
                long? k = c.Node.Attribute("k")?.Int ?? c.Contents(1)?.Numbers?[0];
                shape = x.With(x.Axis(c.Node.Int("axis", -1)), k ?? Dimension.Unknown);
            }
            return [new(c.Type(0), shape), new(ElementType.Int64, shape)];
        };
    }

    private static Shape? Reduce(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        bool keep = c.Node.Int("keepdims", 1) != 0;
        if (!c.TryIntegers("axes", 1, out long[]? axes))
            return keep ? Shape.Of(Enumerable.Repeat(Dimension.Unknown, x.Rank)) : null;
        if (axes is null or [])
        {
            if (c.Node.Int("noop_with_empty_axes", 0) != 0) return x;
            axes = [.. Enumerable.Range(0, x.Rank).Select(a => (long)a)];
        }
        return Without(x, [.. axes.Select(x.Axis)], keep);
    }

    private static Shape Without(Shape x, HashSet<int> axes, bool keep) => keep
        ? Shape.Of(x.Select((d, axis) => axes.Contains(axis) ? 1 : d))
        : Shape.Of(x.Where((_, axis) => !axes.Contains(axis)));
}
