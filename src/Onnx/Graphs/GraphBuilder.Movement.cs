using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs;

/// <summary>Operators that move elements: other shapes, other order, parts.</summary>
public sealed partial class GraphBuilder
{
    /// <param name="shape">0 keeps the input's size on that axis, -1 takes what is left.</param>
    public Value Reshape(Value x, params ReadOnlySpan<long> shape) => Op("Reshape", [x, Int64s(shape)]);

    /// <summary>Reshape to a shape that is itself a value.</summary>
    public Value Reshape(Value x, Value shape) => Op("Reshape", [x, shape]);

    public Value Flatten(Value x, long axis = 1) => Op("Flatten", [x], new NodeAttribute("axis", axis));

    public Value Transpose(Value x, params ReadOnlySpan<long> order) => Op("Transpose", [x], new NodeAttribute("perm", order));

    public Value Squeeze(Value x, params ReadOnlySpan<long> axes) =>
        Opset >= 13 ? Op("Squeeze", [x, Int64s(axes)]) : Op("Squeeze", [x], new NodeAttribute("axes", axes));

    public Value Unsqueeze(Value x, params ReadOnlySpan<long> axes) =>
        Opset >= 13 ? Op("Unsqueeze", [x, Int64s(axes)]) : Op("Unsqueeze", [x], new NodeAttribute("axes", axes));

    public Value Concat(long axis, params ReadOnlySpan<Value?> parts) => Op("Concat", parts, new NodeAttribute("axis", axis));

    public ImmutableArray<Value> Split(Value x, long axis, params ReadOnlySpan<long> sizes) => Opset >= 13
        ? Ops("Split", [x, Int64s(sizes)], sizes.Length, new NodeAttribute("axis", axis))
        : Ops("Split", [x], sizes.Length, new("axis", axis), new("split", sizes));

    public Value Slice(
        Value x, ReadOnlySpan<long> starts, ReadOnlySpan<long> ends, ReadOnlySpan<long> axes, ReadOnlySpan<long> steps = default) =>
        Op("Slice", [x, Int64s(starts), Int64s(ends), Int64s(axes), steps.IsEmpty ? null : Int64s(steps)]);

    public Value Gather(Value x, Value indices, long axis = 0) => Op("Gather", [x, indices], new NodeAttribute("axis", axis));

    public Value Expand(Value x, params ReadOnlySpan<long> shape) => Op("Expand", [x, Int64s(shape)]);

    /// <summary>Expand to a shape that is itself a value.</summary>
    public Value Expand(Value x, Value shape) => Op("Expand", [x, shape]);

    /// <param name="pads">Before each axis, then after each, of all axes.</param>
    public Value Pad(Value x, ReadOnlySpan<long> pads, Value? value = null) => Op("Pad", [x, Int64s(pads), value]);

    /// <summary>Nearest neighbour by whole factors, one per axis, as up-sampling layers do it.</summary>
    public Value ResizeNearest(Value x, params ReadOnlySpan<float> factors) => Op("Resize", [x, null, Floats(factors)],
        new("mode", "nearest"), new("coordinate_transformation_mode", "asymmetric"), new("nearest_mode", "floor"));

    /// <summary>The shape of x as a vector of integers.</summary>
    public Value ShapeOf(Value x) => Op("Shape", [x]);

    /// <summary>1 where the class index says so, else 0: [..., depth] on the last axis.</summary>
    public Value OneHot(Value indices, long depth, ElementType type = ElementType.Float) =>
        Op("OneHot", [indices, Int64s(depth), Cast(Floats(0, 1), type)]);
}
