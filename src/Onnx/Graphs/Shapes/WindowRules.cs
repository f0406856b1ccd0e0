namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>Convolutions and poolings: a window that slides over the spatial axes of [batch, channels, spatial...].</summary>
internal static class WindowRules
{
    public static void AddTo(RuleTable rules)
    {
        rules["Conv"] = c => RuleContext.One(c.Type(0), Slide(c, Kernel(c, 1), c.Shape(1) is { } w ? w[0] : Dimension.Unknown));
        rules["ConvInteger"] = c => RuleContext.One(ElementType.Int32, Slide(c, Kernel(c, 1), c.Shape(1) is { } w ? w[0] : Dimension.Unknown));
        rules["QLinearConv"] = c => RuleContext.One(c.Type(7), Slide(c, Kernel(c, 3), c.Shape(3) is { } w ? w[0] : Dimension.Unknown));
        rules["ConvTranspose"] = c => RuleContext.One(c.Type(0), Spread(c));
        rules["AveragePool"] = rules["LpPool"] = c => RuleContext.One(c.Type(0), Pool(c));
        rules["MaxPool"] = c => [new(c.Type(0), Pool(c)), new(ElementType.Int64, Pool(c))];
        rules["MaxUnpool"] = c => RuleContext.One(c.Type(0), Unpool(c));
        rules["GlobalAveragePool"] = rules["GlobalMaxPool"] = rules["GlobalLpPool"] = c =>
            RuleContext.One(c.Type(0), c.Shape(0) is { } x ? Shape.Of(x.Select((d, axis) => axis < 2 ? d : 1)) : null);
    }

    private static Shape? Pool(RuleContext c) =>
        c.Shape(0) is { } x ? Slide(c, c.Node.Ints("kernel_shape") is { IsDefault: false } k ? [.. k] : null, x[1]) : null;

    private static long[]? Kernel(RuleContext c, int weight) =>
        c.Node.Ints("kernel_shape") is { IsDefault: false } kernel ? [.. kernel]
        : c.Shape(weight) is { } w && w.Skip(2).All(d => d.IsKnown) ? [.. w.Skip(2).Select(d => d.Size)]
        : null;

    private static Shape? Slide(RuleContext c, long[]? kernel, Dimension channels)
    {
        if (c.Shape(0) is not { } x || kernel is null) return null;
        if (x.Rank != kernel.Length + 2) return c.Fail($"a kernel of {kernel.Length} axes does not fit an input of shape {x}");
        var windows = Windows.Of(c.Node, kernel);
        var spatial = new Dimension[kernel.Length];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            if (!x[axis + 2].IsKnown) continue;
            long size = windows.OutputSize(axis, x[axis + 2].Size);
            if (size < 1) return c.Fail($"the window is larger than the padded input {x}");
            spatial[axis] = size;
        }
        return Shape.Of([x[0], channels, .. spatial]);
    }

    /// <summary>ConvTranspose: output = stride * (input - 1) + output padding + (kernel - 1) * dilation + 1 - pads.</summary>
    private static Shape? Spread(RuleContext c)
    {
        if (c.Shape(0) is not { } x || c.Shape(1) is not { } weight || Kernel(c, 1) is not { } kernel) return null;
        var windows = Windows.Of(c.Node, kernel);
        var extra = c.Node.Ints("output_padding");
        var declared = c.Node.Ints("output_shape");
        var spatial = new Dimension[kernel.Length];
        for (int axis = 0; axis < kernel.Length; axis++)
        {
            if (!declared.IsDefault) spatial[axis] = declared[declared.Length - kernel.Length + axis];
            else if (x[axis + 2].IsKnown)
            {
                long size = x[axis + 2].Size;
                spatial[axis] = windows.AutoPadSame
                    ? size * windows.Strides[axis]
                    : windows.Strides[axis] * (size - 1) + (extra.IsDefault ? 0 : extra[axis]) + windows.Reach(axis)
                        - windows.Before[axis] - windows.After[axis];
            }
        }
        var channels = weight[1].IsKnown ? weight[1].Size * c.Node.Int("group", 1) : Dimension.Unknown;
        return Shape.Of([x[0], channels, .. spatial]);
    }

    private static Shape? Unpool(RuleContext c)
    {
        if (c.Has(2)) return c.Contents(2)?.AsShape;
        if (c.Shape(0) is not { } x || c.Node.Ints("kernel_shape") is not { IsDefault: false } kernel) return null;
        var windows = Windows.Of(c.Node, [.. kernel]);
        return Shape.Of(x.Select((d, axis) => axis < 2 || !d.IsKnown
            ? d
            : (d.Size - 1) * windows.Strides[axis - 2] - windows.Before[axis - 2] - windows.After[axis - 2] + kernel[axis - 2]));
    }
}
