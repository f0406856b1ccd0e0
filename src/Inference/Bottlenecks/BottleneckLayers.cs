using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>Writes encoder and decoder as networks of their own, weights drawn by seed.</summary>
internal static class BottleneckLayers
{
    private const string Residual = ".residual";

    /// <summary>Whether a value or weight belongs to a residual unit of the encoder.</summary>
    public static bool IsResidual(string name) => name.Contains(Residual, StringComparison.Ordinal);

    /// <summary>From the cut tensor to <see cref="BottleneckNames.Latent"/>, <c>[batch, symbols]</c>, unbounded.</summary>
    public static Model Encoder(string from, EncoderShape shape, long seed)
    {
        var b = new NetworkBuilder(from, [shape.Channels, shape.Side, shape.Side], seed);
        var x = b.Input;
        foreach (var (stage, i) in shape.Stages.Select((s, i) => (s, i + 1)))
        {
            var name = $"{BottleneckNames.Prefix}encoder{i}";
            x = Unit(b, name, b.Convolution($"{name}.convolution", x, stage.Channels, kernel: 3, stride: 2), scale: 1);
            for (var r = 1; r <= stage.Residuals; r++) x = b.Add($"{name}.sum{r}", x, Separable(b, $"{name}{Residual}{r}", x));
        }
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

    /// <summary>Begins near nothing, so that the sum begins near what it is added to (Goyal et al. 2017, section 5.1); not at 0, where ReLU has no gradient.</summary>
    private static Value Separable(NetworkBuilder b, string name, Value x)
    {
        var channels = x.Shape![1].Size;
        x = b.Convolution($"{name}.depthwise", x, channels, kernel: 3, groups: channels);
        return Unit(b, name, b.Convolution($"{name}.pointwise", x, channels, kernel: 1), scale: 0.2f);
    }

    private static Value Unit(NetworkBuilder b, string name, Value x, float scale) =>
        b.Relu($"{name}.relu", b.GroupNormalization($"{name}.norm", x, Groups(x.Shape![1].Size), scale));

    /// <summary>The most groups up to eight that divide the channels into eight or more.</summary>
    private static long Groups(long channels)
    {
        var groups = Math.Clamp(channels / 8, 1, 8);
        while (channels % groups != 0) groups--;
        return groups;
    }
}
