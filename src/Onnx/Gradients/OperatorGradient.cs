namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// How one operator is differentiated. <paramref name="Backward"/> writes the gradients of the arguments, given those of the results.
/// <paramref name="Forward"/>, where there is one, writes the operator itself in the form that training wants: the one that
/// leaves behind what the backward part needs (a mask, a mean).
/// </summary>
public sealed record OperatorGradient(Action<NodeGradient> Backward, Action<NodeGradient>? Forward = null)
{
    /// <summary>Arguments that the forward part changes by <see cref="NodeGradient.Update"/>: running statistics.</summary>
    public IReadOnlyList<int> Running { get; init; } = [];

    /// <summary>For steps (Floor, Sign, Round): the derivative is zero wherever there is one.</summary>
    public static readonly OperatorGradient Zero = new(_ => { });
}
