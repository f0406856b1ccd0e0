using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Networks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

public sealed class PoolBeforeReluTests
{
    private static readonly TrainStepOptions GradientsOnly = new() { Optimizer = null };

    [Fact]
    public void The_step_pools_first_and_has_the_gradient_of_a_step_that_does_not()
    {
        using var swapped = Filled(Network(readTwice: false));
        Assert.Equal("MaxPool", Reader(swapped.Graph.Model.Graph, "convolution").Op);

        // A value that is an output of the network keeps its node where it is.
        var network = Network(readTwice: false);
        var outputs = network.Graph.Outputs.Add(new Value("relu", ElementType.Float, ["batch", 3, 4, 4]));
        using var plain = Filled(network with { Graph = network.Graph.With(outputs: outputs) });
        Assert.Equal("Relu", Reader(plain.Graph.Model.Graph, "convolution").Op);

        Assert.Equal(plain.Run(0).Loss, swapped.Run(0).Loss, 1e-6f);
        foreach (var weight in plain.Graph.Weights)
        {
            Assert.All(plain.Gradient(weight.Name).ToArray().Zip(swapped.Gradient(weight.Name).ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6f));
        }
    }

    [Fact]
    public void A_relu_that_something_else_reads_stays_where_it_is()
    {
        using var step = Filled(Network(readTwice: true));
        Assert.Equal("Relu", Reader(step.Graph.Model.Graph, "convolution").Op);
    }

    private static Node Reader(Graph graph, string value) => graph.Nodes.First(n => n.Reads.Contains(value) && n.Op is "Relu" or "MaxPool");

    private static Model Network(bool readTwice)
    {
        var b = new NetworkBuilder("input", [2, 4, 4], seed: 3);
        var relu = b.Relu("relu", b.Convolution("convolution", b.Input, 3, kernel: 3));
        var features = b.GlobalAveragePool("pooled.mean", b.MaxPool("pooled", relu, size: 2));
        features = readTwice ? b.Add("both", features, b.GlobalAveragePool("relu.mean", relu)) : features;
        return b.Build("pooled", "logits", b.Linear("classifier", features, 2));
    }

    private static TrainStep Filled(Model network)
    {
        var step = new TrainStep(network, GradientsOnly, batchSize: 2);
        var random = new SeededRandom(4);
        foreach (ref var value in step.Input<float>("input"))
        {
            value = (float)random.NextNormal();
        }

        step.Input<long>("labels")[1] = 1;
        return step;
    }
}
