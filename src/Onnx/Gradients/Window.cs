using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// How a convolution or pooling slides over its spatial axes: one number per axis. <see cref="Before"/> and <see cref="After"/> are the
/// pads, also where the node only says SAME or VALID.
/// </summary>
internal sealed record Window(long[] Kernel, long[] Strides, long[] Dilations, long[] Before, long[] After, long[] Input, long[] Output)
{
    public int Axes => Kernel.Length;

    /// <summary>Stride 1, no dilation, output as large as the input.</summary>
    public bool IsSame => Array.TrueForAll(Strides, s => s == 1) && Array.TrueForAll(Dilations, d => d == 1) && Input.AsSpan().SequenceEqual(Output);

    /// <summary>Windows lie side by side and cover the input exactly.</summary>
    public bool Tiles => Kernel.AsSpan().SequenceEqual(Strides) && Array.TrueForAll(Dilations, d => d == 1)
        && Array.TrueForAll(Before, p => p == 0) && Array.TrueForAll(After, p => p == 0)
        && Enumerable.Range(0, Axes).All(i => Output[i] * Kernel[i] == Input[i]);

    /// <param name="node">The convolution or pooling node.</param>
    /// <param name="input">[batch, channels, spatial...].</param>
    /// <param name="output">[batch, channels, spatial...].</param>
    public static Window Of(Node node, Value input, Value output, long[] kernel)
    {
        var (from, to) = (input.Sizes()[2..], output.Sizes()[2..]);
        var strides = Or(node, "strides", kernel.Length, 1);
        var dilations = Or(node, "dilations", kernel.Length, 1);
        var pads = Or(node, "pads", 2 * kernel.Length, 0);
        var (before, after) = (pads[..kernel.Length], pads[kernel.Length..]);
        var automatic = node.Text("auto_pad", "NOTSET");
        if (automatic.StartsWith("SAME", StringComparison.Ordinal))
        {
            for (var i = 0; i < kernel.Length; i++)
            {
                var total = Math.Max(0, (to[i] - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - from[i]);
                before[i] = automatic == "SAME_UPPER" ? total / 2 : total - total / 2;
                after[i] = total - before[i];
            }
        }

        return new Window(kernel, strides, dilations, before, after, from, to);
    }

    /// <summary>The offsets into the kernel, row major.</summary>
    public IEnumerable<long[]> Taps()
    {
        var tap = new long[Axes];
        do
        {
            yield return [.. tap];
        }
        while (Next(tap));
    }

    private bool Next(long[] tap)
    {
        for (var i = Axes - 1; i >= 0; i--)
        {
            if (++tap[i] < Kernel[i])
            {
                return true;
            }

            tap[i] = 0;
        }

        return false;
    }

    private static long[] Or(Node node, string name, int count, long otherwise)
    {
        var ints = node.Ints(name);
        return ints.IsDefaultOrEmpty ? [.. Enumerable.Repeat(otherwise, count)] : [.. ints];
    }
}
