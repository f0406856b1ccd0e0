namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Operators that arrange the same elements differently, or repeat and surround them.</summary>
internal static class ReshapingRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["Reshape"] = c => RuleContext.One(c.Type(0), Reshape(c));
        rules["Flatten"] = c => RuleContext.One(c.Type(0), Flatten(c));
        rules["Transpose"] = c => RuleContext.One(c.Type(0), Transpose(c));
        rules["Squeeze"] = c => RuleContext.One(c.Type(0), Squeeze(c));
        rules["Unsqueeze"] = c => RuleContext.One(c.Type(0), Unsqueeze(c));
        rules["Expand"] = c => RuleContext.One(c.Type(0), c.Contents(1) is { } to ? Broadcast.Of(c.Shape(0), to.AsShape) : null);
        rules["Tile"] = c => RuleContext.One(c.Type(0), c.Shape(0) is { } x ? Scale(x, c.Contents(1)?.Items.Select(i => (double?)i.Number)) : null);
        rules["Pad"] = c => RuleContext.One(c.Type(0), Pad(c));
        rules["Resize"] = c => RuleContext.One(c.Type(0), Resize(c));
        rules["Upsample"] = c => RuleContext.One(c.Type(0), c.Shape(0) is { } x ? Scale(x, Factors(c, 1)) : null);
        rules["DepthToSpace"] = c => RuleContext.One(c.Type(0), Blocks(c, c.Node.Int("blocksize", 1), toSpace: true));
        rules["SpaceToDepth"] = c => RuleContext.One(c.Type(0), Blocks(c, c.Node.Int("blocksize", 1), toSpace: false));
    }

    private static Shape? Reshape(RuleContext c)
    {
        var target = c.Node.Ints("shape") is { IsDefault: false } ints ? new Contents([.. ints.Select(i => (Item)i)]) : c.Contents(1);
        if (target is null) return c.Shape(1) is [{ IsKnown: true } rank] ? Shape.Of(Enumerable.Repeat(Dimension.Unknown, (int)rank.Size)) : null;
        var x = c.Shape(0);
        bool zeroCopies = c.Node.Int("allowzero", 0) == 0;
        var sizes = new Dimension[target.Items.Length];
        int rest = -1;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            var item = target.Items[axis];
            if (item.Number == -1) rest = axis;
            else if (item.Number == 0 && zeroCopies) sizes[axis] = x is not null && axis < x.Rank ? x[axis] : Dimension.Unknown;
            else sizes[axis] = item.AsDimension;
        }
        if (rest >= 0 && x is not null) sizes[rest] = Remaining(c, x, [.. sizes.Where((_, axis) => axis != rest)]);
        var shape = Shape.Of(sizes);
        if (rest < 0 && x is { IsStatic: true } && shape.IsStatic && x.Elements() != shape.Elements())
            return c.Fail($"{x.Elements()} elements of {x} do not fill {shape}");
        return shape;
    }

    /// <summary>What -1 stands for: the input's elements over the target's, symbols on both sides cancelling.</summary>
    private static Dimension Remaining(RuleContext c, Shape x, List<Dimension> target)
    {
        List<Dimension> source = [.. x];
        foreach (var dimension in target.ToArray())
        {
            if (dimension.IsKnown || !source.Remove(dimension)) continue;
            target.Remove(dimension);
        }
        if (target.Any(d => !d.IsKnown)) return Dimension.Unknown;
        long divisor = target.Aggregate(1L, (n, d) => n * d.Size);
        var unknown = source.Where(d => !d.IsKnown).ToList();
        long known = source.Where(d => d.IsKnown).Aggregate(1L, (n, d) => n * d.Size);
        if (unknown is [var only]) return known == divisor ? only : Dimension.Unknown;
        if (unknown.Count > 1) return Dimension.Unknown;
        if (divisor == 0) return 0;
        if (known % divisor != 0) c.Fail($"{known} elements of {x} do not divide into {divisor}");
        return known / divisor;
    }

    private static Shape? Flatten(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        long axis = c.Node.Int("axis", 1);
        int split = axis == x.Rank ? x.Rank : x.Axis(axis);
        return [Product(x.Take(split)), Product(x.Skip(split))];
    }

    private static Dimension Product(IEnumerable<Dimension> dimensions)
    {
        List<Dimension> others = [.. dimensions.Where(d => d != 1)];
        if (others is [var only]) return only;
        return others.All(d => d.IsKnown) ? others.Aggregate(1L, (n, d) => n * d.Size) : Dimension.Unknown;
    }

    private static Shape? Transpose(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        var order = c.Node.Ints("perm");
        if (order.IsDefault) return Shape.Of(x.Reverse());
        if (order.Length != x.Rank) return c.Fail($"perm names {order.Length} axes, the input {x} has {x.Rank}");
        return Shape.Of(order.Select(axis => x[(int)axis]));
    }

    private static Shape? Squeeze(RuleContext c)
    {
        if (c.Shape(0) is not { } x || !c.TryIntegers("axes", 1, out long[]? axes)) return null;
        if (axes is null) return x.All(d => d.IsKnown) ? Shape.Of(x.Where(d => d != 1)) : null;
        HashSet<int> gone = [.. axes.Select(x.Axis)];
        if (gone.Any(a => x[a].IsKnown && x[a] != 1)) return c.Fail($"axes {string.Join(", ", gone)} of {x} are not all of size 1");
        return Shape.Of(x.Where((_, axis) => !gone.Contains(axis)));
    }

    private static Shape? Unsqueeze(RuleContext c)
    {
        if (c.Shape(0) is not { } x || !c.TryIntegers("axes", 1, out long[]? axes) || axes is null) return null;
        int rank = x.Rank + axes.Length;
        HashSet<long> added = [.. axes.Select(a => a < 0 ? a + rank : a)];
        var sizes = new Queue<Dimension>(x);
        return Shape.Of(Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue()));
    }

    private static Shape? Pad(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        if (!c.TryIntegers(c.Opset < 2 ? "paddings" : "pads", 1, out long[]? pads) || pads is null) return Shape.Of(new Dimension[x.Rank]);
        long[]? named = c.Has(3) ? c.Contents(3)?.Numbers : [.. Enumerable.Range(0, x.Rank).Select(a => (long)a)];
        if (named is null) return Shape.Of(new Dimension[x.Rank]);
        var shape = x;
        for (int i = 0; i < named.Length; i++)
        {
            int axis = x.Axis(named[i]);
            long added = pads[i] + pads[i + named.Length];
            if (added != 0) shape = shape.With(axis, x[axis].IsKnown ? x[axis].Size + added : Dimension.Unknown);
        }
        return shape;
    }

    private static Shape? Resize(RuleContext c)
    {
        if (c.Shape(0) is not { } x) return null;
        // Not "stretch" keeps the aspect ratio, "axes" names a part: rare, so left to a run.
        if (c.Node.Text("keep_aspect_ratio_policy", "stretch") != "stretch" || c.Node.Attribute("axes") is not null) return null;
        if (c.Has(3)) return c.Contents(3) is { } sizes ? sizes.AsShape : null;
        return Scale(x, Factors(c, c.Opset < 11 ? 1 : 2));
    }

    private static IEnumerable<double?>? Factors(RuleContext c, int input)
    {
        if (c.Node.Attribute("scales") is { } attribute) return attribute.Floats.Select(f => (double?)f);
        return c.Constant(input) is { Type: ElementType.Float } factors ? factors.As<float>().ToArray().Select(f => (double?)f) : null;
    }

    private static Shape Scale(Shape x, IEnumerable<double?>? factors)
    {
        double?[] by = factors is null ? new double?[x.Rank] : [.. factors];
        return Shape.Of(x.Select((d, axis) => by[axis] is not { } factor ? Dimension.Unknown
            : factor == 1 ? d
            : d.IsKnown ? (long)Math.Floor(d.Size * factor)
            : Dimension.Unknown));
    }

    private static Shape? Blocks(RuleContext c, long block, bool toSpace)
    {
        if (c.Shape(0) is not { Rank: 4 } x || !x.Skip(1).All(d => d.IsKnown)) return null;
        return toSpace
            ? [x[0], x[1].Size / (block * block), x[2].Size * block, x[3].Size * block]
            : [x[0], x[1].Size * block * block, x[2].Size / block, x[3].Size / block];
    }
}
