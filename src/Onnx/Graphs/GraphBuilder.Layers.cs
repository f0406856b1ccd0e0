namespace EdgeActors.Onnx.Graphs;

/// <summary>Convolutions, poolings and normalisations over [batch, channels, spatial...].</summary>
public sealed partial class GraphBuilder
{
    /// <param name="weight">[out channels, in channels / group, kernel...]</param>
    /// <param name="pads">Before each spatial axis, then after each. Empty: none.</param>
    public Value Conv(
        Value x, Value weight, Value? bias = null, ReadOnlySpan<long> pads = default, ReadOnlySpan<long> strides = default,
        ReadOnlySpan<long> dilations = default, long group = 1) =>
        Op("Conv", [x, weight, bias], [.. Window(default, pads, strides, dilations), new("group", group)]);

    /// <param name="weight">[in channels, out channels / group, kernel...]</param>
    public Value ConvTranspose(
        Value x, Value weight, Value? bias = null, ReadOnlySpan<long> pads = default, ReadOnlySpan<long> strides = default,
        ReadOnlySpan<long> dilations = default, ReadOnlySpan<long> outputPadding = default, long group = 1)
    {
        List<NodeAttribute> attributes = Window(default, pads, strides, dilations);
        if (!outputPadding.IsEmpty) attributes.Add(new("output_padding", outputPadding));
        return Op("ConvTranspose", [x, weight, bias], [.. attributes, new("group", group)]);
    }

    public Value MaxPool(Value x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> strides = default, ReadOnlySpan<long> pads = default) =>
        Op("MaxPool", [x], [.. Window(kernel, pads, strides, default)]);

    /// <summary>MaxPool and, of each maximum, its flat index in the whole of x.</summary>
    public (Value Pooled, Value Indices) MaxPoolWithIndices(
        Value x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> strides = default, ReadOnlySpan<long> pads = default)
    {
        var outputs = Ops("MaxPool", [x], 2, [.. Window(kernel, pads, strides, default)]);
        return (outputs[0], outputs[1]);
    }

    public Value AveragePool(
        Value x, ReadOnlySpan<long> kernel, ReadOnlySpan<long> strides = default, ReadOnlySpan<long> pads = default, bool countPadding = false) =>
        Op("AveragePool", [x], [.. Window(kernel, pads, strides, default), new("count_include_pad", countPadding ? 1L : 0L)]);

    public Value GlobalAveragePool(Value x) => Op("GlobalAveragePool", [x]);

    /// <summary>Normalisation by the running statistics, all of shape [channels].</summary>
    public Value BatchNormalization(Value x, Value scale, Value bias, Value mean, Value variance, float epsilon = 1e-5f) =>
        Op("BatchNormalization", [x, scale, bias, mean, variance], new NodeAttribute("epsilon", epsilon));

    public Value InstanceNormalization(Value x, Value scale, Value bias, float epsilon = 1e-5f) =>
        Op("InstanceNormalization", [x, scale, bias], new NodeAttribute("epsilon", epsilon));

    /// <param name="scale">[channels], as of operator set 21.</param>
    public Value GroupNormalization(Value x, Value scale, Value bias, long groups, float epsilon = 1e-5f) =>
        Op("GroupNormalization", [x, scale, bias], new("epsilon", epsilon), new("num_groups", groups));

    public Value LayerNormalization(Value x, Value scale, Value? bias = null, long axis = -1, float epsilon = 1e-5f) =>
        Op("LayerNormalization", [x, scale, bias], new("axis", axis), new("epsilon", epsilon));

    /// <summary>Dropout in its training form needs the flag; the mask is dropped.</summary>
    public Value Dropout(Value x, Value? ratio = null, Value? training = null) => Op("Dropout", [x, ratio, training]);

    private static List<NodeAttribute> Window(
        ReadOnlySpan<long> kernel, ReadOnlySpan<long> pads, ReadOnlySpan<long> strides, ReadOnlySpan<long> dilations)
    {
        List<NodeAttribute> attributes = [];
        if (!kernel.IsEmpty) attributes.Add(new("kernel_shape", kernel));
        if (!pads.IsEmpty) attributes.Add(new("pads", pads));
        if (!strides.IsEmpty) attributes.Add(new("strides", strides));
        if (!dilations.IsEmpty) attributes.Add(new("dilations", dilations));
        return attributes;
    }
}
