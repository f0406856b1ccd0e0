using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>How a convolution's or pooling's window lies on the input, one entry per spatial axis, with the defaults filled in.</summary>
public sealed record Windows(
    ImmutableArray<long> Kernel,
    ImmutableArray<long> Strides,
    ImmutableArray<long> Dilations,
    ImmutableArray<long> Before,
    ImmutableArray<long> After,
    bool AutoPadSame,
    bool Ceiling)
{
    public static Windows Of(Node node, ReadOnlySpan<long> kernel)
    {
        ImmutableArray<long> ones = [.. Enumerable.Repeat(1L, kernel.Length)];
        var pads = node.Ints("pads");
        string auto = node.Text("auto_pad", "NOTSET");
        if (pads.IsDefault || auto == "VALID") pads = [.. new long[2 * kernel.Length]];
        return new(
            [.. kernel],
            node.Ints("strides") is { IsDefault: false } strides ? strides : ones,
            node.Ints("dilations") is { IsDefault: false } dilations ? dilations : ones,
            pads[..kernel.Length],
            pads[kernel.Length..],
            auto.StartsWith("SAME", StringComparison.Ordinal),
            node.Int("ceil_mode", 0) != 0);
    }

    /// <summary>The window's size with its dilation: how many input positions it spans.</summary>
    public long Reach(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;

    public long OutputSize(int axis, long input)
    {
        long stride = Strides[axis];
        if (AutoPadSame) return (input + stride - 1) / stride;
        long room = input + Before[axis] + After[axis] - Reach(axis);
        if (room < 0) return 0;
        if (!Ceiling) return room / stride + 1;
        long size = (room + stride - 1) / stride + 1;
        // The last window must start inside the input or its leading padding.
        return (size - 1) * stride >= input + Before[axis] ? size - 1 : size;
    }
}
