using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Zoo;

/// <summary>
/// A small residual network for 32x32 pictures (He et al. 2016) with group normalisation, which needs no statistics of a batch and so
/// trains the same on a device with few pictures. Its shape is that of the fast CIFAR nets, nine layers deep, at a quarter of
/// their width; pooling comes before normalisation, which then costs a quarter.
/// </summary>
public static class ResidualNetwork
{
    /// <param name="widths">Channels at 32x32, 16x16, 8x8 and 4x4.</param>
    public static Model Build(int classes, IReadOnlyList<int> widths, long seed)
    {
        var b = new NetworkBuilder("input", [3, 32, 32], seed);
        var x = Unit(b, "stem", b.Input, widths[0], pool: false);
        x = Unit(b, "stage1", x, widths[1], pool: true);
        x = Residual(b, "stage1", x);
        x = Unit(b, "stage2", x, widths[2], pool: true);
        x = Unit(b, "stage3", x, widths[3], pool: true);
        x = Residual(b, "stage3", x);
        var features = b.GlobalAveragePool("features", x);
        return b.Build("residual_network", "logits", b.Linear("classifier", features, classes));
    }

    /// <summary>Two units around which the input is added: x + f(x).</summary>
    private static Value Residual(NetworkBuilder b, string stage, Value x)
    {
        var width = (int)x.Shape![1].Size;
        var inner = Unit(b, $"{stage}.residual.first", x, width, pool: false);
        inner = Unit(b, $"{stage}.residual.second", inner, width, pool: false);
        return b.Add($"{stage}.residual", x, inner);
    }

    private static Value Unit(NetworkBuilder b, string name, Value x, int width, bool pool)
    {
        x = b.Convolution($"{name}.convolution", x, width, kernel: 3);
        if (pool)
        {
            x = b.MaxPool($"{name}.pool", x, size: 2);
        }

        x = b.GroupNormalization($"{name}.norm", x, groups: Groups(width));
        return b.Relu($"{name}.relu", x);
    }

    /// <summary>Eight channels or more to a group: with fewer a group says too little about the picture.</summary>
    private static int Groups(int width) => Math.Max(1, Math.Min(8, width / 8));
}
