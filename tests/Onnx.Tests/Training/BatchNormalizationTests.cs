using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Onnx.Tests.Training;

/// <summary>y = BatchNormalization(x W), logits = y V, on fixed numbers.</summary>
public sealed class BatchNormalizationTests
{
    private const int Batch = 6;
    private const int Width = 3;

    [Fact]
    public void The_gradient_is_that_of_central_differences_with_the_statistics_of_the_batch()
    {
        using var step = Filled(new TrainStep(Network(), new TrainStepOptions { Optimizer = null }, Batch));
        step.Run(0);
        foreach (var name in new[] { "W", "scale", "shift" })
        {
            float[] gradient = [.. step.Gradient(name)];
            for (var i = 0; i < gradient.Length; i++)
            {
                const float Distance = 1e-3f;
                var original = step.Weight(name)[i];
                step.Weight(name)[i] = original + Distance;
                var above = step.Run(0).Loss;
                step.Weight(name)[i] = original - Distance;
                var below = step.Run(0).Loss;
                step.Weight(name)[i] = original;
                Assert.Equal((above - below) / (2 * Distance), gradient[i], 3e-4f);
            }
        }
    }

    [Fact]
    public void The_running_statistics_follow_the_batch_and_end_in_the_trained_network()
    {
        using var step = Filled(new TrainStep(Network(), new TrainStepOptions { Optimizer = new Sgd() }, Batch));
        var products = Products(step.Input<float>("input").ToArray(), step.Weight("W").ToArray());
        step.Run(0.1f);
        var trained = step.Trained().Graph.Constants;
        for (var c = 0; c < Width; c++)
        {
            var column = products.Where((_, i) => i % Width == c).ToArray();
            var mean = column.Average();
            Assert.Equal(0.2 * mean, trained["mean"].As<float>()[c], 1e-5);
            Assert.Equal(0.8 + 0.2 * column.Average(v => (v - mean) * (v - mean)), trained["variance"].As<float>()[c], 1e-5);
        }

        Assert.DoesNotContain(step.Graph.Weights, w => w.Name is "mean" or "variance");
    }

    private static Model Network()
    {
        var attributes = ImmutableDictionary<string, NodeAttribute>.Empty;
        Node[] nodes =
        [
            new("MatMul", ["input", "W"], ["product"], attributes),
            new("BatchNormalization", ["product", "scale", "shift", "mean", "variance"], ["normal"], attributes.Add("momentum", new NodeAttribute("momentum", 0.8f))),
            new("MatMul", ["normal", "V"], ["logits"], attributes),
        ];
        Tensor[] initializers =
        [
            Tensor.From("W", [2, Width], [0.5f, -0.3f, 0.8f, 0.1f, 0.9f, -0.6f]),
            Tensor.From("scale", [Width], [1.2f, 0.7f, 1f]),
            Tensor.From("shift", [Width], [0.1f, 0f, -0.2f]),
            Tensor.From("mean", [Width], [0f, 0f, 0f]),
            Tensor.From("variance", [Width], [1f, 1f, 1f]),
            Tensor.From("V", [Width, 2], [0.4f, -0.5f, 0.3f, 0.2f, -0.7f, 0.6f]),
        ];
        var graph = new Graph("normalised", [new Value("input", ElementType.Float, ["batch", 2])], [new Value("logits", ElementType.Float, ["batch", 2])], [.. nodes], [.. initializers]);
        return new Model(graph, ImmutableSortedDictionary<string, long>.Empty.Add("", 18), IrVersion: 9);
    }

    private static TrainStep Filled(TrainStep step)
    {
        for (var i = 0; i < Batch; i++)
        {
            (step.Input<float>("input")[2 * i], step.Input<float>("input")[2 * i + 1]) = ((float)Math.Sin(i), (float)Math.Cos(2 * i));
            step.Input<long>("labels")[i] = i % 2;
        }

        return step;
    }

    private static double[] Products(float[] input, float[] weights) =>
        [.. Enumerable.Range(0, Batch * Width).Select(i => (double)input[i / Width * 2] * weights[i % Width] + input[i / Width * 2 + 1] * weights[Width + i % Width])];
}
