using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>
/// The vision encoder: three convolutions of stride 2 instead of one patch projection, which makes small data enough (Xiao et al. 2021), then
/// a transformer over the patches. Most of the work lies behind the stem, so a device that cuts there does little.
/// </summary>
internal sealed class BlipVision(GraphBuilder g, BlipShape shape, long seed)
{
    // Apart from the streams of the question encoder and of the decoder, which count from 2,000 and 3,000.
    private readonly long _seed = seed + 1_000;
    private int _drawn;

    /// <returns>[batch, patches, width]</returns>
    public Value Write(Value pixels)
    {
        using var scope = g.Scope("vision");
        var x = Stem("stem1", pixels, 3, shape.Stem[0]);
        x = Stem("stem2", x, shape.Stem[0], shape.Stem[1]);
        x = Stem("stem3", x, shape.Stem[1], shape.Width);
        x = g.Transpose(g.Reshape(x, 0, shape.Width, shape.Patches), 0, 2, 1);

        var layers = new TransformerLayers(g, shape.Width, shape.Heads, shape.Expansion, shape.VisionDepth, _seed);
        x = layers.Positions("positions", x, g.Int64s([.. Enumerable.Range(0, shape.Patches).Select(i => (long)i)]), shape.Patches);
        for (var layer = 0; layer < shape.VisionDepth; layer++)
        {
            using var inner = g.Scope($"layer{layer}");
            x = layers.SelfAttention("attention", x, bias: null).Sum;
            x = layers.FeedForward("feed_forward", x);
        }
        return layers.Normalization("norm", x);
    }

    /// <summary>
    /// Half the side: a 3x3 convolution of stride 2 and ReLU. Nothing is normalised here: over a whole picture that would divide by its
    /// contrast, and a grey shape on white would look like a black one.
    /// </summary>
    private Value Stem(string name, Value x, int from, int to)
    {
        using var scope = g.Scope(name);
        var random = new SeededRandom(_seed, 100 + _drawn++);
        var weight = random.NextNormals(to * from * 9, Math.Sqrt(2.0 / (from * 9)));
        var bias = g.Weight("convolution.bias", [to], new float[to]);
        return g.Relu(g.Conv(x, g.Weight("convolution.weight", [to, from, 3, 3], weight), bias, pads: [1, 1, 1, 1], strides: [2, 2]));
    }
}
