using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>A graph that can't be differentiated: the message names the operator, the node and what to do about it.</summary>
public sealed class GradientException(string message) : Exception(message)
{
    internal static GradientException NoGradient(Node node) => new(
        $"The operator {node.Op}{(node.IsStandard ? "" : $" of domain '{node.Domain}'")} has no gradient here, and the loss depends on a trained weight through node {node}. " +
        "Freeze the weights before it, or replace it by operators that have one.");

    internal static GradientException Unsupported(Node node, string what) => new($"The gradient of node {node} does not cover {what}.");
}
