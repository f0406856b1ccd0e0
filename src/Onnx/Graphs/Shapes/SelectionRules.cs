using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Operators that take parts of tensors, or put parts together.</summary>
internal static class SelectionRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["Concat"] = c => RuleContext.One(c.Type(0), Concat(c));
        rules["Split"] = Split;
        rules["Slice"] = c => RuleContext.One(c.Type(0), Slice(c));
        rules["Gather"] = c => RuleContext.One(c.Type(0), Gather(c));
        rules["GatherElements"] = c => RuleContext.One(c.Type(0), c.Shape(1));
        rules["GatherND"] = c => RuleContext.One(c.Type(0), GatherNd(c));
        rules["NonZero"] = c => RuleContext.One(ElementType.Int64, c.Shape(0) is { } x ? [x.Rank, Dimension.Unknown] : null);
        rules["Compress"] = c => RuleContext.One(c.Type(0), c.Node.Attribute("axis") is null ? [Dimension.Unknown] : null);
    }

    private static Shape? Concat(RuleContext c)
    {
        Shape?[] parts = [.. Enumerable.Range(0, c.Node.Inputs.Length).Select(c.Shape)];
        if (parts.FirstOrDefault(p => p is not null) is not { } first || parts.Any(p => p is null)) return null;
        int axis = first.Axis(c.Node.Int("axis", 1));
        var shape = first;
        Dimension total = 0;
        foreach (var part in parts)
        {
            if (part!.Rank != first.Rank) return c.Fail($"inputs of shapes {string.Join(" and ", parts)} have different ranks");
            total = total.IsKnown && part[axis].IsKnown ? total.Size + part[axis].Size : Dimension.Unknown;
            for (int other = 0; other < first.Rank; other++)
            {
                if (other == axis || !part[other].IsKnown) continue;
                if (shape[other].IsKnown && shape[other] != part[other])
                    return c.Fail($"inputs of shapes {string.Join(" and ", parts)} differ off axis {axis}");
                shape = shape.With(other, part[other]);
            }
        }
        return shape.With(axis, parts.Length == 1 ? first[axis] : total);
    }

    private static ImmutableArray<Inferred> Split(RuleContext c)
    {
        int parts = c.Node.Outputs.Length;
        if (c.Shape(0) is not { } x) return [.. Enumerable.Repeat(new Inferred(c.Type(0), null), parts)];
        int axis = x.Axis(c.Node.Int("axis", 0));
        var sizes = new Dimension[parts];
        if (c.TryIntegers("split", 1, out long[]? given))
        {
            if (given is not null) sizes = [.. given.Select(s => (Dimension)s)];
            else if (x[axis].IsKnown)
            {
                // Equal parts, the last one smaller where they do not divide (operator set 18).
                long each = (x[axis].Size + parts - 1) / parts;
                for (int i = 0; i < parts; i++) sizes[i] = Math.Max(0, Math.Min(each, x[axis].Size - i * each));
            }
        }
        return [.. sizes.Select(s => new Inferred(c.Type(0), x.With(axis, s)))];
    }

    private static Shape? Slice(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        bool known = c.TryIntegers("starts", 1, out long[]? starts) & c.TryIntegers("ends", 2, out long[]? ends)
            & c.TryIntegers("axes", 3, out long[]? axes) & c.TryIntegers("steps", 4, out long[]? steps);
        if (axes is null && starts is not null) axes = [.. Enumerable.Range(0, starts.Length).Select(a => (long)a)];
        if (!known || starts is null || ends is null)
        {
            // Only the sliced axes are in doubt.
            return axes is null || (c.Has(3) && c.Contents(3)?.Numbers is null)
                ? Shape.Of(new Dimension[x.Rank])
                : axes.Aggregate(x, (s, axis) => s.With(s.Axis(axis), Dimension.Unknown));
        }
        var shape = x;
        for (int i = 0; i < axes!.Length; i++)
        {
            int axis = x.Axis(axes[i]);
            long step = steps?[i] ?? 1;
            if (x[axis].IsKnown) shape = shape.With(axis, SliceRange.Of(x[axis].Size, starts[i], ends[i], step).Count);
            else if (starts[i] != 0 || ends[i] < int.MaxValue || step != 1) shape = shape.With(axis, Dimension.Unknown);
        }
        return shape;
    }

    private static Shape? Gather(RuleContext c)
    {
        if (c.Shape(0) is not { } x || c.Shape(1) is not { } indices) return null;
        int axis = x.Axis(c.Node.Int("axis", 0));
        return Shape.Of([.. x.Take(axis), .. indices, .. x.Skip(axis + 1)]);
    }

    private static Shape? GatherNd(RuleContext c)
    {
        if (c.Shape(0) is not { } x || c.Shape(1) is not { Rank: > 0 } indices || !indices[^1].IsKnown) return null;
        int batch = (int)c.Node.Int("batch_dims", 0);
        return Shape.Of([.. indices.SkipLast(1), .. x.Skip(batch + (int)indices[^1].Size)]);
    }
}
