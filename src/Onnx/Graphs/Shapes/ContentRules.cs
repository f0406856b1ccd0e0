using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>
/// Follows the elements of small integer tensors through the operators with which exporters compute shapes, symbols kept:
/// Shape, Gather, Concat, Unsqueeze, Slice, Cast, arithmetic.
/// </summary>
internal static class ContentRules
{
    /// <summary>The elements of the node's first output, or null where they are not known.</summary>
    public static Contents? Of(RuleContext c) => c.Node.Op switch
    {
        "Constant" => c.Scope.ConstantOf(c.Node.Outputs[0]) is { } tensor ? Contents.Of(tensor) : null,
        "Shape" when c.Shape(0) is { } x => new([.. CreationRules.ShapeSlice(c.Node, x).Select(d => (Item)d)]),
        "Size" when c.Shape(0) is { IsStatic: true } x => new([x.Elements()], IsScalar: true),
        "Identity" => c.Contents(0),
        "Cast" when (ElementType)c.Node.Int("to", 0) is ElementType.Int64 or ElementType.Int32 => c.Contents(0),
        "Unsqueeze" when c.Contents(0) is { IsScalar: true } x => x with { IsScalar = false },
        "Squeeze" when c.Contents(0) is { Items.Length: 1 } x => x with { IsScalar = true },
        "Reshape" when c.Contents(0) is { } x && c.Contents(1)?.Items.Length is 0 or 1 => x with { IsScalar = c.Contents(1)!.Items.IsEmpty },
        "Concat" => Concat(c),
        "Gather" => Gather(c),
        "Slice" => Slice(c),
        "ConstantOfShape" => Filled(c),
        "Add" => Arithmetic(c, 0, (a, b) => a + b),
        "Sub" => Arithmetic(c, 0, (a, b) => a - b),
        "Mul" => Arithmetic(c, 1, (a, b) => a * b),
        "Div" => Arithmetic(c, 1, (a, b) => b == 0 ? null : a / b),
        "ReduceProd" when c.Contents(0)?.Numbers is { } all => new([all.Aggregate(1L, (a, b) => a * b)], c.Node.Int("keepdims", 1) == 0),
        _ => null,
    };

    private static Contents? Concat(RuleContext c)
    {
        var items = ImmutableArray.CreateBuilder<Item>();
        for (int i = 0; i < c.Node.Inputs.Length; i++)
        {
            if (c.Contents(i) is { } part) items.AddRange(part.Items);
            else if (c.Shape(i) is [{ IsKnown: true } length] && length.Size <= Contents.Longest && c.Type(i) is ElementType.Int64 or ElementType.Int32)
                items.AddRange(Enumerable.Repeat(Item.Unknown, (int)length.Size));
            else return null;
        }
        return new(items.ToImmutable());
    }

    private static Contents? Gather(RuleContext c)
    {
        if (c.Contents(0) is not { IsScalar: false } x || c.Contents(1) is not { } indices || indices.Numbers is not { } at) return null;
        int count = x.Items.Length;
        return at.Any(i => i < -count || i >= count) ? null : new([.. at.Select(i => x.Items[(int)(i < 0 ? i + count : i)])], indices.IsScalar);
    }

    private static Contents? Slice(RuleContext c)
    {
        if (c.Contents(0) is not { IsScalar: false } x
            || !c.TryIntegers("starts", 1, out long[]? starts) || !c.TryIntegers("ends", 2, out long[]? ends)
            || !c.TryIntegers("steps", 4, out long[]? steps) || starts is not [var start] || ends is not [var end]) return null;
        var range = SliceRange.Of(x.Items.Length, start, end, steps?[0] ?? 1);
        return new([.. Enumerable.Range(0, (int)range.Count).Select(i => x.Items[(int)(range.Start + i * range.Step)])]);
    }

    private static Contents? Filled(RuleContext c)
    {
        if (c.Contents(0)?.Numbers is not [var count] || count > Contents.Longest || c.Node.Attribute("value")?.Tensor is not { } value) return null;
        return Contents.Of(value) is { Items: [var item] } ? new([.. Enumerable.Repeat(item, (int)count)]) : null;
    }

    /// <param name="neutral">A right operand of this value leaves the left one, even a symbol, as it is.</param>
    private static Contents? Arithmetic(RuleContext c, long neutral, Func<long, long, long?> compute)
    {
        if (c.Contents(0) is not { } a || c.Contents(1) is not { } b) return null;
        int count = Math.Max(a.Items.Length, b.Items.Length);
        if ((a.Items.Length != count && a.Items.Length != 1) || (b.Items.Length != count && b.Items.Length != 1)) return null;
        var items = Enumerable.Range(0, count).Select(i => (Left: a.Items[i % a.Items.Length], Right: b.Items[i % b.Items.Length])).Select(p =>
            p.Right.Number == neutral ? p.Left
            : p is { Left.Number: { } left, Right.Number: { } right } ? new Item(compute(left, right), null)
            : Item.Unknown);
        return new([.. items], a.IsScalar && b.IsScalar);
    }
}
