using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;

namespace EdgeActors.Inference.Tests.Bundles;

public sealed class ChannelImportanceTests
{
    /// <summary>All channels counted alike, so bits went to those that the answer hardly depends on.</summary>
    [Fact]
    public void A_channel_counts_by_what_an_error_in_it_does_to_the_answer()
    {
        using var tail = new PartitionSession(OnnxFile.ToBytes(Tail(0, 1, 3)), "a tail");
        var examples = Enumerable.Range(0, ChannelImportance.Examples).Select(seed => Example(seed)).ToArray();

        var importance = new ChannelImportance(tail, examples).Of("features")!;

        Assert.Equal(0.1, importance[0], 1e-9);
        Assert.InRange(importance[2] / importance[1], 5, 16);
    }

    [Fact]
    public void Without_channels_there_is_nothing_to_tell_apart()
    {
        var b = new NetworkBuilder("features", [3], seed: 1);
        using var tail = new PartitionSession(OnnxFile.ToBytes(b.Build("tail", "logits", b.Linear("classifier", b.Input, 2))), "a tail");
        var features = TensorData.OfFloats("features", [1, 3], [1f, 2, 3]);

        Assert.Null(new ChannelImportance(tail, [([features], new LabelledInput(features, 0))]).Of("features"));
    }

    /// <summary>The mean of each channel times its weight, for two classes.</summary>
    private static Model Tail(params float[] weights)
    {
        var b = new NetworkBuilder("features", [weights.Length, 6, 6], seed: 1);
        var model = b.Build("tail", "logits", b.Linear("classifier", b.GlobalAveragePool("pool", b.Input), 2));
        var fixedWeights = Tensor.From("classifier.weight", [weights.Length, 2], [.. weights.SelectMany(w => new[] { w, -w })]);
        return model with { Graph = model.Graph.With(initializers: [.. model.Graph.Initializers.Select(t => t.Name == fixedWeights.Name ? fixedWeights : t)]) };
    }

    private static (IReadOnlyList<TensorData> Features, LabelledInput Example) Example(int seed)
    {
        var random = new Random(seed);
        var features = TensorData.OfFloats("features", [1, 3, 6, 6], [.. Enumerable.Range(0, 108).Select(_ => (float)random.NextDouble())]);
        return ([features], new LabelledInput(features, 0));
    }
}
