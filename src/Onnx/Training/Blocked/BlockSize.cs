using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Training.Blocked;

/// <summary>
/// How many channels the runtime's blocked operators take together on this processor: 16 with AVX-512, 8 with AVX. The operators are the
/// runtime's own and may change with it, so nothing is believed that a small network has not shown.
/// </summary>
internal static class BlockSize
{
    private const long Channels = 64;
    private const float Tolerance = 1e-4f;

    private static readonly Lazy<int> Found = new(Probe);

    /// <summary>1 where the runtime has no blocked operators, or none that do what a train step expects of them.</summary>
    public static int OfThisMachine => Found.Value;

    private static int Probe()
    {
        try
        {
            var block = Shown();
            return block > 1 && Channels % block == 0 && GivesTheSame(block) ? block : 1;
        }
        catch (OnnxFormatException)
        {
            return 1;
        }
    }

    // Two pixels, numbered channel by channel: in blocks, number 1, the first channel of the second pixel, comes right behind the first pixel's block.
    private static int Shown()
    {
        var input = new Value("plain", ElementType.Float, [1, Channels, 1, 2]);
        var order = new Node("ReorderInput", ["plain"], ["blocked"], ImmutableDictionary<string, NodeAttribute>.Empty, Domain: BlockedGraph.Domain);
        var graph = new Graph("block_size", [input], [new Value("blocked")], [order], []);
        var plain = Of(graph);
        using var run = new ModelRun(plain with { Opsets = plain.Opsets.SetItem(BlockedGraph.Domain, 1) });
        float[] numbers = [.. Enumerable.Range(0, (int)(2 * Channels)).Select(i => (float)i)];
        return run.Run(new Dictionary<string, Tensor> { ["plain"] = Tensor.From("plain", [1, Channels, 1, 2], numbers) })["blocked"].As<float>().IndexOf(1);
    }

    /// <summary>Whether a convolution there and back with a depthwise one and a pooling between, as a train step has them, is the same in blocks.</summary>
    private static bool GivesTheSame(int block)
    {
        var (x, w) = (new Value("x", ElementType.Float, [1, Channels, 4, 4]), new Value("w", ElementType.Float, [2 * Channels, Channels, 3, 3]));
        var (each, eachKernel) = (x with { Name = "each", Shape = [1, 2 * Channels, 4, 4] }, w with { Name = "each.w", Shape = [2 * Channels, 1, 3, 3] });
        var (y, pooled, back) = (x with { Name = "y", Shape = [1, 2 * Channels, 4, 4] }, x with { Name = "pooled", Shape = [1, 2 * Channels, 2, 2] }, x with { Name = "back", Shape = [1, Channels, 2, 2] });
        var window = new[] { new NodeAttribute("kernel_shape", [2L, 2]), new NodeAttribute("strides", [2L, 2]) };
        var pads = new[] { new NodeAttribute("kernel_shape", [3L, 3]), new NodeAttribute("pads", [1L, 1, 1, 1]) };
        Node[] nodes = [Node("Conv", pads, "x", "w", "y"), Node("Conv", [.. pads, new("group", 2 * Channels)], "y", "each.w", "each"), Node("MaxPool", window, "each", "pooled"), Node("ConvTranspose", pads, "pooled", "w", "back")];
        var declared = new[] { y, each, pooled }.ToImmutableDictionary(v => v.Name);
        var plain = Of(new Graph("blocked", [x, w, eachKernel], [back], [.. nodes], [], declared));
        var inputs = SeededInputs.For([x, w, eachKernel], seed: 1);
        using var expected = new ModelRun(plain);
        using var actual = new ModelRun(BlockedLayout.Apply(plain, block));
        var (one, other) = (expected.Run(inputs)["back"].As<float>().ToArray(), actual.Run(inputs)["back"].As<float>().ToArray());
        return one.Zip(other).All(p => Math.Abs(p.First - p.Second) <= Tolerance * Channels);
    }

    private static Node Node(string op, NodeAttribute[] attributes, params ReadOnlySpan<string> names) =>
        new(op, [.. names[..^1]], [names[^1]], attributes.ToImmutableDictionary(a => a.Name));

    private static Model Of(Graph graph) => new(graph, ImmutableSortedDictionary<string, long>.Empty.Add("", 13), IrVersion: 8);
}
