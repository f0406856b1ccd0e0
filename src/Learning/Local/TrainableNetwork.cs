using EdgeActors.Learning.Updates;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Learning.Local;

/// <summary>
/// A network and the order of its trainable weights. The order is that of the train step, which is the same wherever the same ONNX file is read, so a
/// flat vector means the same on every device and in the cloud.
/// </summary>
public sealed record TrainableNetwork(Model Network, ParameterLayout Layout)
{
    /// <exception cref="Onnx.Gradients.GradientException">The network cannot be trained.</exception>
    public static TrainableNetwork Of(Model network)
    {
        var step = TrainStepGraph.Build(network, new TrainStepOptions { Losses = [LossOf(network)] }, batchSize: 1);
        return new(network, LayoutOf(step));
    }

    /// <summary>The weights that the network's file holds.</summary>
    public float[] Weights() => Layout.Flatten([.. Layout.Slots.Select(slot => Network.Graph.Constants[slot.Name].As<float>().ToArray())]);

    /// <summary>The network with other weights.</summary>
    public Model With(float[] weights)
    {
        if (weights.Length != Layout.Count)
            throw new ArgumentException($"{weights.Length} weights for a network that trains {Layout.Count}");
        var slots = Layout.Slots.ToDictionary(slot => slot.Name);
        var initializers = Network.Graph.Initializers.Select(tensor => slots.TryGetValue(tensor.Name, out var slot)
            ? Tensor.From(tensor.Name, [.. slot.Shape.Select(size => (long)size)], weights.AsSpan(slot.Offset, slot.Length))
            : tensor);
        return Network with { Graph = Network.Graph.With(initializers: [.. initializers]) };
    }

    /// <summary>Classification of the network's first output.</summary>
    internal static CrossEntropy LossOf(Model network) => new(network.Graph.Outputs[0].Name);

    internal static ParameterLayout LayoutOf(TrainStepGraph step) =>
        ParameterLayout.Of(step.Weights.Select(weight => (weight.Name, (IReadOnlyList<int>)[.. weight.Weight.Shape!.Sizes().Select(size => (int)size)])));
}
