using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>The operators that can be differentiated, by name.</summary>
public static class OperatorGradients
{
    private static readonly Dictionary<string, OperatorGradient> Rules = new IEnumerable<(string, OperatorGradient)>[]
    {
        ArithmeticGradients.Rules,
        ActivationGradients.Rules,
        MatrixGradients.Rules,
        ReductionGradients.Rules,
        ShapeGradients.Rules,
        ConvolutionGradients.Rules,
        PoolingGradients.Rules,
        NormalizationGradients.Rules,
    }.SelectMany(rules => rules).ToDictionary(rule => rule.Item1, rule => rule.Item2);

    public static IReadOnlyCollection<string> Operators => Rules.Keys;

    /// <exception cref="GradientException">There is no rule for the node's operator.</exception>
    internal static OperatorGradient For(Node node) => node.IsStandard && Rules.TryGetValue(node.Op, out var rule)
        ? rule
        : throw GradientException.NoGradient(node);
}
