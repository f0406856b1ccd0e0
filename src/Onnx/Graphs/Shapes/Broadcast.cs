namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Numpy-style broadcasting, as ONNX's "Broadcasting in ONNX" page defines it.</summary>
public static class Broadcast
{
    /// <summary>The common shape, or null where a rank is not known.</summary>
    /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
    public static Shape? Of(params ReadOnlySpan<Shape?> shapes)
    {
        int rank = 0;
        foreach (var shape in shapes)
        {
            if (shape is null) return null;
            rank = Math.Max(rank, shape.Rank);
        }
        var common = new Dimension[rank];
        Array.Fill(common, 1);
        foreach (var shape in shapes)
        {
            int offset = rank - shape!.Rank;
            for (int axis = 0; axis < shape.Rank; axis++)
                common[offset + axis] = Join(common[offset + axis], shape[axis], shape);
        }
        return Shape.Of(common);
    }

    private static Dimension Join(Dimension a, Dimension b, Shape shape)
    {
        if (a.Matches(b)) return a;
        if (a == 1) return b;
        if (b == 1) return a;
        if (a.IsKnown && b.IsKnown) throw new ArgumentException($"shape {shape} does not broadcast: {a} against {b}");
        // A known size above 1 wins over a symbol: the symbol can only be that size, or 1.
        return a.IsKnown ? a : b.IsKnown ? b : Dimension.Unknown;
    }
}
