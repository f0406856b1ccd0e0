using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>Writes encoder and decoder as networks of their own, weights drawn by seed.</summary>
internal static class BottleneckLayers
{
    /// <summary>From the cut tensor to <see cref="BottleneckNames.Latent"/>, <c>[batch, symbols]</c>, unbounded.</summary>
    public static Model Encoder(string from, EncoderShape shape, long seed)
    {
        var b = new NetworkBuilder(from, [shape.Channels, shape.Side, shape.Side], seed);
        var x = b.Input;
        foreach (var (stage, i) in shape.Stages.Select((s, i) => (s, i + 1))) x = Unit(b, $"{BottleneckNames.Prefix}encoder{i}", x, stage.Channels, stride: 2);
        x = b.Add($"{BottleneckNames.Prefix}encoder.sum", x, Unit(b, $"{BottleneckNames.Prefix}encoder.last", x, shape.Stages[^1].Channels, stride: 1));
        if (shape.Pool > 1) x = b.AveragePool($"{BottleneckNames.Prefix}encoder.pool", x, shape.Pool);
        var features = b.Reshape($"{BottleneckNames.Prefix}features", x, [x.Shape!.Elements()]);
        return b.Build("encoder", BottleneckNames.Latent, b.Linear($"{BottleneckNames.Prefix}symbols", features, shape.Symbols));
    }

    /// <summary>From <see cref="BottleneckNames.Code"/> to the tensor at which the tail goes on.</summary>
    /// <param name="shape">Of that tensor, without the batch.</param>
    public static Model Decoder(string into, ReadOnlySpan<long> shape, long symbols, long seed)
    {
        var b = new NetworkBuilder(BottleneckNames.Code, [symbols], seed);
        var elements = Shape.Of(shape).Elements();
        var x = b.Reshape($"{BottleneckNames.Prefix}decoder.maps", b.Linear($"{BottleneckNames.Prefix}decoder", b.Input, elements), shape);
        if (shape.Length == 3)
        {
            // The tail's own features came out of a normalisation and a ReLU: so do these.
            x = b.Relu($"{BottleneckNames.Prefix}decoder.relu", b.GroupNormalization($"{BottleneckNames.Prefix}decoder.norm", x, Groups(shape[0])));
        }
        return b.Build("decoder", into, x);
    }

    private static Value Unit(NetworkBuilder b, string name, Value x, long channels, long stride)
    {
        x = b.Convolution($"{name}.convolution", x, channels, kernel: 3, stride);
        return b.Relu($"{name}.relu", b.GroupNormalization($"{name}.norm", x, Groups(channels)));
    }

    /// <summary>The most groups up to eight that divide the channels into eight or more.</summary>
    private static long Groups(long channels)
    {
        var groups = Math.Clamp(channels / 8, 1, 8);
        while (channels % groups != 0) groups--;
        return groups;
    }
}
