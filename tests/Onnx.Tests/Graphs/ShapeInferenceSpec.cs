using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Tests.Graphs;

/// <summary>Each operator's inferred type and shape is what the runtime returns, and symbols survive computed reshapes.</summary>
public sealed class ShapeInferenceSpec
{
    private static readonly float[] Zeros = new float[4096];

    public static TheoryData<string> Cases => [.. Graphs.Keys];

    private static Dictionary<string, Action<GraphBuilder>> Graphs { get; } = new()
    {
        ["convolutions"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 4, 9, 7]);
            b.Conv(x, W(b, 6, 2, 3, 3), pads: [1, 0, 1, 2], strides: [2, 1], dilations: [1, 2], group: 2);
            b.Op("Conv", [x, W(b, 6, 4, 3, 3)], new("auto_pad", "SAME_UPPER"), new("strides", [2L, 2L]));
            b.ConvTranspose(x, W(b, 4, 3, 3, 3), pads: [1, 1, 1, 1], strides: [2, 2], outputPadding: [1, 1], group: 1);
            b.ConvTranspose(x, W(b, 4, 3, 2, 2), strides: [2, 3], group: 2);
        },
        ["poolings"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 4, 9, 7]);
            b.MaxPool(x, [3, 3], strides: [2, 2], pads: [1, 1, 1, 1]);
            b.Op("MaxPool", [x], new("kernel_shape", [2L, 2L]), new("strides", [2L, 2L]), new("ceil_mode", 1));
            var (pooled, indices) = b.MaxPoolWithIndices(x, [3, 1], strides: [3, 1]);
            b.Op("MaxUnpool", [pooled, indices], new("kernel_shape", [3L, 1L]), new("strides", [3L, 1L]));
            b.AveragePool(x, [2, 3], strides: [1, 2]);
            b.GlobalAveragePool(x);
        },
        ["products"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 5, 3, 4]);
            b.MatMul(x, W(b, 5, 4, 6));
            b.MatMul(x, W(b, 4));
            b.MatMul(W(b, 3), x);
            b.Gemm(W(b, 4, 3), W(b, 6, 4), W(b, 6), transA: true, transB: true);
        },
        ["broadcasting"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 1, 3]);
            b.Add(x, W(b, 4, 1));
            b.Where(b.Less(x, W(b, 1, 5, 1)), x, b.Scalar(1f));
            b.Sum(x, W(b, 3), W(b, 2, 2, 1));
            b.Pow(x, b.Scalar(2f));
        },
        ["reductions"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 3, 4]);
            b.ReduceSum(x, [1, -1]);
            b.ReduceMean(x, [0], keep: false);
            b.ReduceMax(x, [], keep: false);
            b.ArgMax(x, axis: -1, keep: false);
            b.Ops("TopK", [x, b.Int64s(2)], 2, new NodeAttribute("axis", 1));
        },
        ["reshapes"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 3, 4]);
            b.Reshape(x, 0, -1);
            b.Reshape(x, 4, -1, 2);
            b.Flatten(x, 2);
            b.Flatten(x, 0);
            b.Transpose(x, 2, 0, 1);
            b.Squeeze(b.Unsqueeze(x, 0, -1), 0);
            b.Expand(b.Reshape(x, 2, 3, 1, 4), 2, 1, 5, 1);
            b.Pad(x, [0, 1, 2, 0, 0, 1]);
            b.Op("Tile", [x, b.Int64s(1, 2, 3)]);
            b.ResizeNearest(b.Reshape(x, 1, 2, 3, 4), 1, 1, 2, 3);
            b.Op("DepthToSpace", [b.Reshape(x, 1, 12, 2, 1)], new NodeAttribute("blocksize", 2));
        },
        ["selections"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [4, 5, 6]);
            b.Slice(x, [1, -1], [4, -6], [0, 2], [2, -2]);
            b.Slice(x, [-3], [1000], [1]);
            b.Gather(x, b.Constant<long>(ElementType.Int64, [2, 2], [0, 1, 2, 3]), axis: 1);
            b.Gather(x, b.Scalar(1L), axis: -1);
            b.Split(x, 1, 2, 3);
            b.Ops("Split", [x], 3, new("axis", 1), new("num_outputs", 3));
            b.Concat(-1, x, x);
            b.OneHot(b.Constant<long>(ElementType.Int64, [3], [0, 1, 2]), depth: 7);
        },
        ["normalisations"] = b =>
        {
            var x = b.Input("x", ElementType.Float, [2, 4, 3, 3]);
            b.GroupNormalization(x, W(b, 4), W(b, 4), groups: 2);
            b.InstanceNormalization(x, W(b, 4), W(b, 4));
            b.BatchNormalization(x, W(b, 4), W(b, 4), W(b, 4), W(b, 4));
            b.Ops("LayerNormalization", [x, W(b, 3, 3), W(b, 3, 3)], 3, new NodeAttribute("axis", 2));
            b.Gelu(x);
            b.Cast(b.Softmax(x), ElementType.Float16);
            b.Dropout(x);
        },
    };

    [Theory, MemberData(nameof(Cases))]
    public void IsWhatTheRuntimeReturns(string name)
    {
        var b = new GraphBuilder(name);
        Graphs[name](b);
        var values = b.Nodes.SelectMany(n => n.Outputs).Select(o => b[o]).ToList();
        foreach (var value in values) b.Output(value);

        using var run = new ModelRun(b.Build());
        var observed = run.Run(SeededInputs.For(b.Inputs, seed: 1));
        Assert.Equal(values.Count, observed.Count);
        foreach (var value in values) Assert.Equal(value, observed[value.Name].Value);
    }

    [Fact]
    public void ASymbolFollowsAComputedReshape()
    {
        // How exporters write x.view(x.shape[0], -1).
        var b = new GraphBuilder("view");
        var x = b.Input("x", ElementType.Float, ["N", 3, 4]);
        var batch = b.Unsqueeze(b.Gather(b.ShapeOf(x), b.Scalar(0L)), 0);
        var flat = b.Reshape(x, b.Concat(0, batch, b.Int64s(-1)));
        Assert.Equal(["N", 12], flat.Shape);
        Assert.Equal(["N", 3, 4], b.Reshape(flat, b.ShapeOf(x)).Shape);
    }

    [Fact]
    public void AMistakeThrowsWhereItIsMade()
    {
        var b = new GraphBuilder("mistakes");
        var x = b.Input("x", ElementType.Float, [2, 3]);
        Assert.Contains("inner sizes", Assert.Throws<OnnxFormatException>(() => b.MatMul(x, W(b, 4, 2))).Message);
        Assert.Contains("do not broadcast", Assert.Throws<OnnxFormatException>(() => b.Add(x, W(b, 4))).Message);
        Assert.Contains("do not fill", Assert.Throws<OnnxFormatException>(() => b.Reshape(x, 4, 2)).Message);
    }

    private static Value W(GraphBuilder b, params long[] dims) => b.Weight(b.Fresh("w") + ".", dims, Zeros.AsSpan(0, (int)dims.Aggregate(1L, (n, d) => n * d)));
}
