using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training.Blocked;

/// <summary>
/// Which nodes work on blocked tensors. Convolutions always, where their channels fill the blocks; what works element by element or window by
/// window only behind one of those, where it saves putting the channels back.
/// </summary>
internal static class BlockedRules
{
    private static readonly ImmutableDictionary<string, Func<Node, BlockedGraph, bool>> Rules = new Dictionary<string, Func<Node, BlockedGraph, bool>>
    {
        ["Conv"] = Convolution,
        ["ConvTranspose"] = Transposed,
        ["MaxPool"] = Pool,
        ["AveragePool"] = Pool,
        ["Resize"] = Enlarge,
        ["Relu"] = OneByOne,
        ["Sigmoid"] = OneByOne,
        ["Tanh"] = OneByOne,
        ["Cast"] = OneByOne,
        ["Add"] = TwoByTwo,
        ["Sub"] = TwoByTwo,
        ["Mul"] = TwoByTwo,
        ["Div"] = TwoByTwo,
        ["Greater"] = TwoByTwo,
        ["Equal"] = TwoByTwo,
    }.ToImmutableDictionary();

    /// <summary>Writes the node in blocked form, if it has one that pays.</summary>
    public static bool TryWrite(Node node, BlockedGraph g) => Rules.TryGetValue(node.Op, out var rule) && rule(node, g);

    private static bool Convolution(Node node, BlockedGraph g)
    {
        var (x, w) = (g.Known(node.Inputs[0]), g.Known(node.Inputs[1]));
        if (x is not { Type: ElementType.Float, Rank: 4 } || w is null || w[0].Size % g.Block != 0)
        {
            return false;
        }

        if (node.Int("group", 1) is var groups and not 1)
        {
            if (groups != x[1].Size || groups != w[0].Size) return false;
            // Depthwise: one input channel to each filter, as where the input is plain, but it is blocked.
            g.AddBlocked("Conv", BlockedGraph.Domain, [g.Blocked(x.Name), g.Weights(w.Name, plainInput: true), .. node.Inputs[2..]], node.Outputs[0], node.Attributes.Values);
            return true;
        }

        var plain = x[1].Size < g.Block;
        if (!plain && !g.Fits(x))
        {
            return false;
        }

        g.AddBlocked("Conv", BlockedGraph.Domain,
            [plain ? g.Plain(x.Name) : g.Blocked(x.Name), g.Weights(w.Name, plain), .. node.Inputs[2..]], node.Outputs[0], node.Attributes.Values);
        return true;
    }

    // With steps of one a transposed convolution is a convolution with turned weights, and pads of what the kernel lacks.
    private static bool Transposed(Node node, BlockedGraph g)
    {
        var (x, w) = (g.Known(node.Inputs[0]), g.Known(node.Inputs[1]));
        if (x is not { Type: ElementType.Float } || w is null || !g.Fits(x) || w[1].Size % g.Block != 0 || node.Inputs.Length > 2 || node.Int("group", 1) != 1
            || !Every(node, "strides", 1) || !Every(node, "dilations", 1) || !Every(node, "output_padding", 0)
            || node.Text("auto_pad", "NOTSET") != "NOTSET" || !node.Ints("output_shape").IsDefaultOrEmpty)
        {
            return false;
        }

        long[] kernel = [w[2].Size, w[3].Size];
        var pads = node.Ints("pads") is { IsDefaultOrEmpty: false } given ? given : [0, 0, 0, 0];
        long[] left = [.. Enumerable.Range(0, 4).Select(i => kernel[i % 2] - 1 - pads[i])];
        if (left.Any(p => p < 0))
        {
            return false;
        }

        g.AddBlocked("Conv", BlockedGraph.Domain, [g.Blocked(x.Name), g.TurnedWeights(w.Name)], node.Outputs[0],
            new NodeAttribute("kernel_shape", kernel), new NodeAttribute("pads", left));
        return true;
    }

    private static bool Pool(Node node, BlockedGraph g)
    {
        if (!g.IsNative(node.Inputs[0]) || node.Outputs.Length > 1 || !Every(node, "dilations", 1))
        {
            return false;
        }

        g.AddBlocked(node.Op, BlockedGraph.Domain, [g.Blocked(node.Inputs[0])], node.Outputs[0], node.Attributes.Values);
        return true;
    }

    // Repeating elements a whole number of times.
    private static bool Enlarge(Node node, BlockedGraph g)
    {
        if (!g.IsNative(node.Inputs[0]) || node.Inputs.Length != 3 || node.Text("mode", "") != "nearest" || node.Text("nearest_mode", "") != "floor"
            || node.Text("coordinate_transformation_mode", "") != "asymmetric"
            || g.Floats(node.Inputs[2]) is not [1, 1, var height, var width] || !float.IsInteger(height) || !float.IsInteger(width))
        {
            return false;
        }

        g.AddBlocked("Upsample", BlockedGraph.Domain, [g.Blocked(node.Inputs[0])], node.Outputs[0],
            new NodeAttribute("scales", [1, 1, (long)height, (long)width]), new NodeAttribute("mode", "nearest"),
            new NodeAttribute("coordinate_transformation_mode", "asymmetric"));
        return true;
    }

    private static bool OneByOne(Node node, BlockedGraph g)
    {
        if (!g.IsNative(node.Inputs[0]) || !MayBeBlocked(node.Outputs[0], g))
        {
            return false;
        }

        g.AddBlocked(node.Op, "", [g.Blocked(node.Inputs[0])], node.Outputs[0], node.Attributes.Values);
        return true;
    }

    private static bool TwoByTwo(Node node, BlockedGraph g)
    {
        var (a, b) = (g.Known(node.Inputs[0]), g.Known(node.Inputs[1]));
        if (a is null || b is null || !node.Inputs.Any(g.IsNative) || !MayBeBlocked(node.Outputs[0], g)
            || !(IsNumber(a) || IsNumber(b) || a.Shape!.Equals(b.Shape)))
        {
            return false;
        }

        g.AddBlocked(node.Op, "", [.. new[] { a, b }.Select(v => IsNumber(v) ? v.Name : g.Blocked(v.Name))], node.Outputs[0], node.Attributes.Values);
        return true;
    }

    // The runtime puts back channels of floats only: truth values must end as floats before anyone else reads them.
    private static bool MayBeBlocked(string result, BlockedGraph g) => g.Known(result) switch
    {
        { Type: ElementType.Float } => true,
        { Type: ElementType.Bool } => !g.IsOutput(result) && g.Readers(result).All(r => r.Op == "Cast" && g.Known(r.Outputs[0]) is { Type: ElementType.Float }),
        _ => false,
    };

    private static bool IsNumber(Value value) => value.Rank == 0;

    private static bool Every(Node node, string attribute, long value) =>
        node.Ints(attribute) is not { IsDefaultOrEmpty: false } ints || ints.All(i => i == value);
}
