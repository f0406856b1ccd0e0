using EdgeActors.Onnx.Cutting;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Graphs.Shapes;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Tests.Graphs;

/// <summary>Published models: what we infer is what the runtime observes, and what we write back is the same model.</summary>
public sealed class PublicModelSpec
{
    public static TheoryData<string> Models => [.. PublicModels.Names];

    [SkippableTheory, MemberData(nameof(Models))]
    public void InferredShapesAreThoseOfARun(string name)
    {
        var model = PublicModels.Read(name);
        var inferred = ShapeInference.Infer(model);
        var observed = ObservedValues.Run(model);

        Assert.NotEmpty(observed);
        foreach (var (value, tensor) in observed) Assert.Equal((value, tensor.Value), (value, inferred[value]));
    }

    [SkippableTheory, MemberData(nameof(Models))]
    public void WritingAndReadingChangesNothing(string name)
    {
        var model = PublicModels.Read(name);
        var again = OnnxFile.Read(OnnxFile.ToBytes(model));

        Assert.Equal(OnnxFile.ToBytes(model), OnnxFile.ToBytes(again));
        var inputs = SeededInputs.For(model.Graph.FedInputs, seed: 3);
        using var before = new ModelRun(model);
        using var after = new ModelRun(again);
        var expected = before.Run(inputs);
        var actual = after.Run(inputs);
        Assert.NotEmpty(expected);
        foreach (var (output, tensor) in expected) Assert.Equal(0, TensorDifference.MaxAbs(tensor, actual[output]));
    }

    /// <summary>The reference input is 0, 1/n, 2/n, … in float, and the tolerance the publisher's own: onnx/backend/test/runner.</summary>
    [SkippableTheory]
    [InlineData("light_inception_v1")]
    [InlineData("light_inception_v2")]
    [InlineData("light_squeezenet")]
    [InlineData("light_zfnet512")]
    public void OutputsAreTheReference(string name)
    {
        var model = PublicModels.Read(name);
        var expected = OnnxFile.ReadTensor(PublicModels.PathOf(name + "_output_0.pb"));
        var input = model.Graph.FedInputs.Single();
        using var run = new ModelRun(model);
        var actual = run.Run(new Dictionary<string, Tensor> { [input.Name] = ReferenceInput.For(input) })[model.Graph.Outputs[0].Name];

        Assert.True(ReferenceInput.IsClose(expected, actual));
    }
}
