using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using static EdgeActors.Onnx.Tests.Gradients.GradientCase;

namespace EdgeActors.Onnx.Tests.Gradients;

public sealed class OperatorGradientTests
{
    private static readonly GradientCase[] Cases =
    [
        Of("Identity", ([2, 3], -1, 1)),
        Named("Add, broadcast", "Add", ([2, 3, 4], -1, 1), ([3, 1], -1, 1)),
        Named("Sub, broadcast", "Sub", ([4], -1, 1), ([2, 3, 4], -1, 1)),
        Named("Sum of three", "Sum", ([2, 3], -1, 1), ([3], -1, 1), ([2, 1], -1, 1)),
        Of("Mean", ([2, 3], -1, 1), ([3], -1, 1)).FloatLinear(),
        Named("Mul, broadcast", "Mul", ([2, 3, 4], -1, 1), ([1, 4], -1, 1)),
        Named("Mul, scalar", "Mul", ([2, 3], -1, 1), ([], -1, 1)),
        Of("Div", ([2, 3], -1, 1), ([3], 0.5, 2)),
        Of("Neg", ([5], -1, 1)),
        Of("Reciprocal", ([5], 0.5, 2)),
        Of("Pow", ([2, 3], 0.5, 2), ([3], -2, 2)),
        Named("Pow, squared", "Pow", ([5], -1, 1)).Then(Tensor.Scalar("two", 2f)),
        Of("Sqrt", ([5], 0.5, 2)),
        Of("Exp", ([5], -1, 1)),
        Of("Log", ([5], 0.5, 2)),
        Of("Abs", ([6], -1, 1)),
        Of("Sin", ([5], -1, 1)),
        Of("Cos", ([5], -1, 1)),
        Of("Erf", ([6], -1.5, 1.5)).FloatSmooth(),
        Of("Max", ([2, 6], -1, 1), ([6], -1, 1)) with { Distinct = true },
        Of("Min", ([2, 6], -1, 1), ([6], -1, 1)) with { Distinct = true },
        Of("Clip", ([9], -1, 1)).Then(Tensor.From<double>("low", ElementType.Double, [], [-0.5])).Then(Tensor.From<double>("high", ElementType.Double, [], [0.5])),
        Named("Where, broadcast", "Where", ([2, 3], -1, 1), ([3], -1, 1)).Before(Tensor.From<bool>("condition", ElementType.Bool, [2, 1], [true, false])),
        Of("Cast", ([5], -1, 1)).With(new NodeAttribute("to", (long)ElementType.Double)),
        Of("Relu", ([12], -1, 1)),
        Of("LeakyRelu", ([12], -1, 1)).With(new NodeAttribute("alpha", 0.2f)).FloatSmooth() with { Distinct = true, Step = 1e-3 },
        Of("Sigmoid", ([6], -2, 2)),
        Of("Tanh", ([6], -2, 2)),
        Named("Gelu, exact", "Gelu", ([6], -2, 2)).FloatSmooth() with { Opset = 20 },
        Named("Gelu, tanh", "Gelu", ([6], -2, 2)).With(new NodeAttribute("approximate", "tanh")).FloatSmooth() with { Opset = 20 },
        Of("Softplus", ([6], -2, 2)),
        Named("Softmax, last axis", "Softmax", ([2, 5], -1, 1)),
        Named("Softmax, middle axis", "Softmax", ([2, 3, 4], -1, 1)).With(new NodeAttribute("axis", 1L)),
        Of("LogSoftmax", ([2, 5], -1, 1)),
        Named("Dropout, evaluation", "Dropout", ([5], -1, 1)),
        Named("MatMul, batches", "MatMul", ([2, 3, 4], -1, 1), ([2, 4, 2], -1, 1)),
        Named("MatMul, one matrix for all", "MatMul", ([2, 3, 4], -1, 1), ([4, 2], -1, 1)),
        Named("MatMul, broadcast batch", "MatMul", ([3, 4], -1, 1), ([2, 4, 2], -1, 1)),
        Of("Gemm", ([3, 4], -1, 1), ([4, 2], -1, 1), ([2], -1, 1)).With(new NodeAttribute("alpha", 0.5f), new NodeAttribute("beta", 2f)),
        Named("Gemm, both transposed", "Gemm", ([4, 3], -1, 1), ([2, 4], -1, 1)).With(new NodeAttribute("transA", 1L), new NodeAttribute("transB", 1L)),
        Named("Gemm, left transposed", "Gemm", ([4, 3], -1, 1), ([4, 2], -1, 1)).With(new NodeAttribute("transA", 1L)),
        Named("ReduceSum, one axis", "ReduceSum", ([2, 3, 4], -1, 1)).Then(Tensor.From("axes", [1], [1L])).With(new NodeAttribute("keepdims", 0L)),
        Named("ReduceSum, all", "ReduceSum", ([2, 3], -1, 1)),
        Named("ReduceMean, negative axis", "ReduceMean", ([2, 3, 4], -1, 1)).Then(Tensor.From("axes", [2], [-1L, 0L])),
        Named("ReduceMean, opset 13", "ReduceMean", ([2, 3], -1, 1)).With(new NodeAttribute("axes", [1L])) with { Opset = 13 },
        Named("ReduceMax", "ReduceMax", ([2, 6], -1, 1)).Then(Tensor.From("axes", [1], [1L])) with { Distinct = true },
        Named("ReduceMin", "ReduceMin", ([2, 6], -1, 1)).Then(Tensor.From("axes", [1], [0L])) with { Distinct = true },
        Of("ReduceSumSquare", ([2, 3], -1, 1)).Then(Tensor.From("axes", [1], [1L])),
        Of("ReduceL2", ([2, 3], 0.2, 1)).Then(Tensor.From("axes", [1], [1L])).FloatSmooth(),
        Of("Reshape", ([2, 6], -1, 1)).Then(Tensor.From("shape", [2], [3L, -1L])),
        Of("Flatten", ([2, 3, 2], -1, 1)).With(new NodeAttribute("axis", 1L)),
        Of("Squeeze", ([2, 1, 3], -1, 1)).Then(Tensor.From("axes", [1], [1L])),
        Of("Unsqueeze", ([2, 3], -1, 1)).Then(Tensor.From("axes", [1], [1L])),
        Of("Transpose", ([2, 3, 4], -1, 1)).With(new NodeAttribute("perm", [2L, 0L, 1L])),
        Named("Transpose, reversed", "Transpose", ([2, 3, 4], -1, 1)),
        Of("Expand", ([3, 1], -1, 1)).Then(Tensor.From("shape", [3], [2L, 3L, 4L])),
        Of("Concat", ([2, 3], -1, 1), ([2, 1], -1, 1)).With(new NodeAttribute("axis", -1L)),
        Of("Split", ([2, 6], -1, 1)).Then(Tensor.From("parts", [2], [2L, 4L])).With(new NodeAttribute("axis", 1L)).Results("y", "z"),
        Of("Slice", ([4, 6], -1, 1)).Then(Tensor.From("starts", [2], [1L, 0L])).Then(Tensor.From("ends", [2], [-1L, 1000L])).Then(Tensor.From("axes", [2], [0L, 1L])).Then(Tensor.From("steps", [2], [1L, 2L])),
        Named("Gather, repeated rows", "Gather", ([4, 3], -1, 1)).Then(Tensor.From("rows", [2, 2], [1L, 3L, 1L, -4L])),
        Named("Gather, inner axis", "Gather", ([2, 4, 2], -1, 1)).Then(Tensor.From("rows", [3], [0L, 2L, 2L])).With(new NodeAttribute("axis", 1L)),
        Of("Pad", ([2, 3], -1, 1)).Then(Tensor.From("pads", [4], [1L, 0L, 0L, 2L])),
        Of("Resize", ([1, 2, 2, 3], -1, 1)).Skip().Then(Tensor.From("scales", [4], [1f, 1f, 2f, 3f]))
            .With(new NodeAttribute("mode", "nearest"), new NodeAttribute("coordinate_transformation_mode", "asymmetric"), new NodeAttribute("nearest_mode", "floor")).FloatLinear(),
        Of("SpaceToDepth", ([1, 2, 4, 4], -1, 1)).With(new NodeAttribute("blocksize", 2L)),
        Of("DepthToSpace", ([1, 8, 2, 2], -1, 1)).With(new NodeAttribute("blocksize", 2L)),
        .. Convolutions,
        Named("MaxPool, tiling", "MaxPool", ([2, 2, 4, 4], -1, 1)).With(Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)).FloatLinear() with { Step = 5e-3, Tolerance = 1e-3, Distinct = true },
        Named("MaxPool, overlapping", "MaxPool", ([1, 2, 5, 5], -1, 1)).With(Ints("kernel_shape", 3, 3), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)).FloatLinear() with { Step = 5e-3, Tolerance = 1e-3, Distinct = true },
        Named("AveragePool, tiling", "AveragePool", ([2, 2, 4, 6], -1, 1)).With(Ints("kernel_shape", 2, 3), Ints("strides", 2, 3)).FloatLinear(),
        Named("AveragePool, padded", "AveragePool", ([1, 2, 5, 4], -1, 1)).With(Ints("kernel_shape", 3, 3), Ints("strides", 2, 1), Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("AveragePool, pads counted", "AveragePool", ([1, 2, 5, 4], -1, 1)).With(Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1), new NodeAttribute("count_include_pad", 1L)).FloatLinear(),
        Of("GlobalAveragePool", ([2, 3, 2, 2], -1, 1)).FloatLinear(),
        Of("GlobalMaxPool", ([2, 2, 3, 2], -1, 1)).FloatLinear() with { Step = 5e-3, Tolerance = 1e-3, Distinct = true },
        Of("LayerNormalization", ([3, 6], -1, 1), ([6], 0.5, 1.5), ([6], -1, 1)),
        Named("LayerNormalization, two axes", "LayerNormalization", ([2, 3, 4], -1, 1), ([3, 4], 0.5, 1.5)).With(new NodeAttribute("axis", 1L)),
        Of("InstanceNormalization", ([2, 3, 4, 2], -1, 1), ([3], 0.5, 1.5), ([3], -1, 1)).FloatSmooth(),
        Of("GroupNormalization", ([2, 4, 3, 2], -1, 1), ([4], 0.5, 1.5), ([4], -1, 1)).With(new NodeAttribute("num_groups", 2L)).FloatSmooth() with { Opset = 21 },
    ];

    private static GradientCase[] Convolutions =>
    [
        Named("Conv, same size", "Conv", ([2, 9, 4, 3], -1, 1), ([2, 9, 3, 3], -1, 1), ([2], -1, 1)).With(Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("Conv, thin input", "Conv", ([2, 3, 4, 4], -1, 1), ([2, 3, 3, 3], -1, 1)).With(Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("Conv, strides and uneven pads", "Conv", ([1, 9, 6, 5], -1, 1), ([2, 9, 3, 2], -1, 1)).With(Ints("strides", 2, 2), Ints("pads", 1, 0, 0, 1)).FloatLinear(),
        Named("Conv, a row that no window reaches", "Conv", ([1, 2, 6, 6], -1, 1), ([2, 2, 3, 3], -1, 1)).With(Ints("strides", 2, 2)).FloatLinear(),
        Named("Conv, dilated", "Conv", ([1, 2, 6, 6], -1, 1), ([3, 2, 2, 3], -1, 1)).With(Ints("dilations", 2, 2)).FloatLinear(),
        Named("Conv, groups", "Conv", ([2, 4, 4, 4], -1, 1), ([6, 2, 3, 3], -1, 1)).With(new NodeAttribute("group", 2L), Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("Conv, depthwise", "Conv", ([2, 3, 4, 4], -1, 1), ([3, 1, 3, 3], -1, 1)).With(new NodeAttribute("group", 3L), Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("Conv, depthwise, same size", "Conv", ([2, 3, 4, 3], -1, 1), ([3, 1, 3, 3], -1, 1), ([3], -1, 1)).With(new NodeAttribute("group", 3L), Ints("pads", 1, 1, 1, 1)).FloatLinear(),
        Named("Conv, depthwise, even kernel", "Conv", ([2, 3, 4, 5], -1, 1), ([3, 1, 2, 4], -1, 1)).With(new NodeAttribute("group", 3L), Ints("pads", 0, 2, 1, 1)).FloatLinear(),
        Named("Conv, pointwise, large area", "Conv", ([2, 3, 3, 3], -1, 1), ([4, 3, 1, 1], -1, 1)).FloatLinear(),
        Named("Conv, pointwise", "Conv", ([2, 9, 2, 3], -1, 1), ([4, 9, 1, 1], -1, 1)).FloatLinear(),
        Named("Conv, one axis, SAME_UPPER", "Conv", ([1, 2, 7], -1, 1), ([3, 2, 4], -1, 1)).With(new NodeAttribute("auto_pad", "SAME_UPPER"), Ints("strides", 2)).FloatLinear(),
        Named("ConvTranspose", "ConvTranspose", ([2, 3, 3, 3], -1, 1), ([3, 2, 3, 3], -1, 1), ([2], -1, 1))
            .With(Ints("strides", 2, 2), Ints("pads", 1, 1, 1, 1), Ints("output_padding", 1, 1)).FloatLinear(),
        Named("ConvTranspose, groups", "ConvTranspose", ([1, 4, 3, 3], -1, 1), ([4, 1, 2, 2], -1, 1)).With(new NodeAttribute("group", 2L)).FloatLinear(),
    ];

    /// <summary>Their engine kernels give no derivative to compare with: what is checked is that they stop the gradient, or see below.</summary>
    private static readonly string[] CheckedElsewhere = ["Floor", "Ceil", "Round", "Sign", "BatchNormalization"];

    public static TheoryData<string> Names => new(Cases.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_that_of_central_differences(string name) => GradientCheck.Run(Cases.Single(c => c.Name == name));

    [Fact]
    public void Every_operator_that_has_a_gradient_is_checked() =>
        Assert.Empty(OperatorGradients.Operators.Except(Cases.Select(c => c.Node.Op)).Except(CheckedElsewhere));

    private static NodeAttribute Ints(string name, params long[] values) => new(name, values);
}
