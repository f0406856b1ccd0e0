using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tests.Text;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Tests.Bundles;

public sealed class CutSelectionTests
{
    [Fact]
    public void Feature_maps_are_not_given_up_for_patches_with_their_positions()
    {
        using var model = new TinyBlip(asked: false);
        var cutter = new Cutter(OnnxFile.Read(model.Open().Path));
        var boundaries = cutter.Boundaries();

        var chosen = CutSelection.Of(boundaries, cutter.Macs, most: 6, decoded: true).Select(b => b.Tensors[0].Name).ToArray();

        Assert.Contains(boundaries, b => b.Names.Single() == "vision/Add");   // as small, and later
        Assert.Contains("vision/stem3/Relu", chosen);
        Assert.DoesNotContain("vision/Add", chosen);
    }

    [Fact]
    public void Means_of_maps_are_no_maps()
    {
        var cutter = new Cutter(ResidualNetwork.Build(classes: 10, [8, 16, 16, 16], seed: 1));

        var chosen = CutSelection.Of(cutter.Boundaries(), cutter.Macs, most: 6).Select(b => b.Tensors[0].Name).ToArray();

        Assert.Contains("features", chosen);
        Assert.DoesNotContain("features.mean", chosen);
    }
}
