using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Zoo;

/// <summary>
/// A small vision transformer (Dosovitskiy et al. 2021) for 32x32 pictures: a convolutional stem, which makes small data enough (Xiao et al.
/// 2021), 64 tokens, blocks that normalise first, and the mean of the tokens instead of a class token.
/// </summary>
public static class VisionTransformer
{
    private const int Tokens = 64;

    /// <param name="stem">Channels of the stem at 32x32 and 16x16; at 8x8 it has <paramref name="width"/>.</param>
    public static Model Build(int classes, IReadOnlyList<int> stem, int width, int depth, int heads, int expansion, long seed)
    {
        var b = new NetworkBuilder("input", [3, 32, 32], seed);
        var x = Stem(b, stem, width);
        x = b.Add("embedded", x, b.Normal("positions.weight", [Tokens, width], 0.02));
        for (var i = 0; i < depth; i++)
        {
            x = Block(b, $"block{i + 1}", x, heads, expansion, depth);
        }

        x = b.LayerNormalization("norm", x);
        var plane = b.Reshape("plane", b.Transpose("by_channel", x, 0, 2, 1), [width, 8, 8]);
        var features = b.GlobalAveragePool("features", plane);
        return b.Build("vision_transformer", "logits", b.Linear("classifier", features, classes));
    }

    /// <summary>[batch, 3, 32, 32] to [batch, 64, width]: three convolutions, the first two with pooling, 8x8 tokens.</summary>
    private static Value Stem(NetworkBuilder b, IReadOnlyList<int> stem, int width)
    {
        var x = StemUnit(b, "stem1", b.Input, stem[0]);
        x = StemUnit(b, "stem2", x, stem[1]);
        x = b.Convolution("stem3.convolution", x, width, kernel: 3);
        return b.Transpose("tokens", b.Reshape("stem3.flat", x, [width, Tokens]), 0, 2, 1);
    }

    private static Value StemUnit(NetworkBuilder b, string name, Value x, int width)
    {
        x = b.Convolution($"{name}.convolution", x, width, kernel: 3);
        x = b.MaxPool($"{name}.pool", x, size: 2);
        x = b.GroupNormalization($"{name}.norm", x, groups: 4);
        return b.Relu($"{name}.relu", x);
    }

    private static Value Block(NetworkBuilder b, string name, Value x, int heads, int expansion, int depth)
    {
        var width = x.Shape![2].Size;
        // What each branch adds starts small, so that the sum over the depth keeps its size.
        var last = Math.Sqrt(1.0 / width / (2 * depth));
        var attended = Attention(b, $"{name}.attention", b.LayerNormalization($"{name}.norm1", x), heads, last);
        x = b.Add($"{name}.attended", x, attended);
        var inner = b.Linear($"{name}.expand", b.LayerNormalization($"{name}.norm2", x), width * expansion);
        inner = b.QuickGelu($"{name}.gelu", inner);
        return b.Add(name, x, b.Linear($"{name}.contract", inner, width, last / Math.Sqrt(expansion)));
    }

    /// <summary>Multi-head self-attention (Vaswani et al. 2017, section 3.2).</summary>
    private static Value Attention(NetworkBuilder b, string name, Value x, int heads, double last)
    {
        var width = x.Shape![2].Size;
        var perHead = width / heads;
        var all = b.Linear($"{name}.projections", x, 3 * width);
        Value Part(string part, int index, long[] permutation) => b.Transpose($"{name}.{part}",
            b.Reshape($"{name}.{part}.split", b.Slice($"{name}.{part}.flat", all, axis: 2, index * width, (index + 1) * width), [Tokens, heads, perHead]), permutation);

        var queries = b.Mul($"{name}.scaled", Part("queries", 0, [0, 2, 1, 3]), 1 / Math.Sqrt(perHead));
        var keys = Part("keys", 1, [0, 2, 3, 1]);
        var values = Part("values", 2, [0, 2, 1, 3]);
        var weights = b.Softmax($"{name}.weights", b.MatMul($"{name}.scores", queries, keys));
        var mixed = b.Transpose($"{name}.mixed", b.MatMul($"{name}.heads", weights, values), 0, 2, 1, 3);
        return b.Linear(name, b.Reshape($"{name}.merged", mixed, [Tokens, width]), width, last);
    }
}
