using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Tests.Text;
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
}
