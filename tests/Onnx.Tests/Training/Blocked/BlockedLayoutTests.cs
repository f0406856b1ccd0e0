using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Running;
using EdgeActors.Onnx.Training;
using EdgeActors.Onnx.Training.Blocked;
using FsCheck.Xunit;

namespace EdgeActors.Onnx.Tests.Training.Blocked;

public sealed class BlockedLayoutTests
{
    private static readonly TrainStepOptions GradientsOnly = new() { Optimizer = null };

    [SkippableTheory]
    [InlineData(3)]     // pictures: too few channels for a block
    [InlineData(32)]
    public void A_step_in_blocks_has_the_gradients_of_the_plain_step(int channels)
    {
        Skip.If(BlockSize.OfThisMachine == 1, "the runtime has no blocked operators on this processor");
        var plain = TrainStepGraph.Build(Residual(channels), GradientsOnly, batchSize: 2).Model;
        var blocked = BlockedLayout.Apply(plain, BlockSize.OfThisMachine);
        Assert.Equal(Convolutions(plain), Convolutions(blocked));
        Assert.Contains(blocked.Graph.Nodes, n => n is { Op: "MaxPool", IsStandard: false });

        var inputs = SeededInputs.For(plain.Graph.FedInputs, seed: 7);
        using var expected = new ModelRun(plain, optimize: false);
        using var actual = new ModelRun(blocked, optimize: false);
        var (one, other) = (expected.Run(inputs), actual.Run(inputs));
        Assert.Equal(plain.Graph.Outputs.Select(o => o.Name).Order(), other.Keys.Order());
        foreach (var (name, tensor) in one)
        {
            var (values, size) = (other[name].As<float>().ToArray(), tensor.As<float>().ToArray().Max(Math.Abs));
            Assert.True(size > 0, name);
            Assert.All(tensor.As<float>().ToArray().Zip(values), p => Assert.InRange(p.Second, p.First - 1e-4f * size, p.First + 1e-4f * size));
        }
    }

    [Fact]
    public void Channels_that_fill_no_block_and_machines_without_blocks_leave_the_step_as_it_is()
    {
        var narrow = TrainStepGraph.Build(SmallNetworks.Convolutional(width: 6), GradientsOnly, batchSize: 2).Model;
        Assert.All(BlockedLayout.Apply(narrow, 16).Graph.Nodes, n => Assert.True(n.IsStandard));
        var wide = TrainStepGraph.Build(Residual(3), GradientsOnly, batchSize: 2).Model;
        Assert.Same(wide, BlockedLayout.Apply(wide, 1));
    }

    [Property(MaxTest = 20)]
    public void No_value_changes_its_form_twice(bool wide, byte batch)
    {
        var plain = TrainStepGraph.Build(Residual(wide ? 32 : 3), GradientsOnly, batchSize: 1 + batch % 4).Model;
        var blocked = BlockedLayout.Apply(plain, 16).Graph;
        var reorders = blocked.Nodes.Where(n => n.Op is "ReorderInput" or "ReorderOutput").ToArray();
        Assert.Equal(reorders.Length, reorders.DistinctBy(n => n.Inputs[0]).Count());
        Assert.Empty(reorders.Select(n => n.Outputs[0]).Intersect(reorders.Select(n => n.Inputs[0])));    // there, and at once back
    }

    private static int Convolutions(Model model) => model.Graph.Nodes.Count(n =>
        n.Op == "Conv" || n is { Op: "ConvTranspose", IsStandard: true });

    /// <summary>Every kind of node that works in blocks, and some between them that do not: strides, 1x1, depthwise, a shortcut, a normalisation.</summary>
    private static Model Residual(int channels)
    {
        var b = new NetworkBuilder("input", [channels, 8, 8], seed: 2);
        var stem = b.Relu("stem.relu", b.MaxPool("stem.pool", b.Convolution("stem", b.Input, 32, kernel: 3, bias: true), size: 2));
        var inner = b.Relu("inner.relu", b.GroupNormalization("inner.norm", b.Convolution("inner", stem, 32, kernel: 3), groups: 4));
        var sum = b.Relu("sum.relu", b.Add("sum", b.Convolution("back", b.Convolution("each", inner, 32, kernel: 3, groups: 32), 32, kernel: 1, bias: true), stem));
        var down = b.Relu("down.relu", b.Convolution("down", b.AveragePool("mean", sum, size: 2), 16, kernel: 3, stride: 2));
        return b.Build("residual", "logits", b.Linear("classifier", b.GlobalAveragePool("features", down), SmallNetworks.Classes));
    }
}
