using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// Momentum made orthogonal (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024): a weight seen as a matrix
/// [outputs, rest] moves by the nearest semi-orthogonal matrix to its momentum, so that all directions are learned at one
/// speed. The move is scaled to the size of an Adam step (Liu et al. 2025, section 2.2), so one rate serves for both:
/// vectors are left to AdamW. Decay is decoupled.
/// </summary>
public sealed record Muon(float Momentum = 0.95f) : Optimizer
{
    /// <summary>Root mean square of an Adam step at rate 1, to which the moves are scaled.</summary>
    private const double AdamSize = 0.2;

    private const int Iterations = 5;

    /// <summary>
    /// A matrix whose smaller side is longer is left to AdamW as well, at the same size of step: fifteen products of that size would take longer
    /// than the rest of the step.
    /// </summary>
    public long LongestSide { get; init; } = long.MaxValue;

    // The odd polynomial a x + b x^3 + c x^5 whose iteration drives singular values in (0, 1] to about 1.
    private static readonly (double A, double B, double C) Quintic = (3.4445, -4.7750, 2.0315);

    private static readonly AdamW ForVectors = new();

    internal override IReadOnlyList<string> StateOf(Value weight) => weight.Rank >= 2 && !IsTooLong(weight) ? ["momentum"] : ForVectors.StateOf(weight);

    internal override (Value Weight, Value[] State) Update(GraphWriter g, Value weight, Value gradient, Value[] state, Value rate, Value count)
    {
        if (weight.Rank < 2)
        {
            return ForVectors.Update(g, weight, gradient, state, rate, count);
        }

        if (IsTooLong(weight))
        {
            var sameDecay = ForVectors with { WeightDecay = (float)(WeightDecay / AdamSize) };
            return sameDecay.Update(g, weight, gradient, state, g.Mul(rate, AdamSize), count);
        }

        var velocity = g.Add(g.Mul(state[0], Momentum), gradient);
        var direction = g.Add(gradient, g.Mul(velocity, Momentum));
        var (rows, columns) = (weight.Sizes()[0], weight.Elements() / weight.Sizes()[0]);
        var move = g.Mul(Orthogonal(g, g.Reshape(direction, rows, columns)), AdamSize * Math.Sqrt(Math.Max(rows, columns)));
        var step = g.Mul(g.Reshape(move, weight.Sizes()), rate);
        var decay = DecayOf(weight);
        var kept = decay == 0 ? weight : g.Sub(weight, g.Mul(weight, g.Mul(rate, decay)));
        return (g.Sub(kept, step), [velocity]);
    }

    private bool IsTooLong(Value weight) => Math.Min(weight.Sizes()[0], weight.Elements() / weight.Sizes()[0]) > LongestSide;

    /// <summary>The semi-orthogonal factor of a matrix, roughly: singular values end between 0.7 and 1.2, which is near enough.</summary>
    private static Value Orthogonal(GraphWriter g, Value matrix)
    {
        var length = g.Add(g.Sqrt(g.SumAll(g.Square(matrix))), 1e-7);
        var x = g.Div(matrix, length);
        var tall = x.Sizes()[0] > x.Sizes()[1];
        x = tall ? g.Transpose(x, 1, 0) : x;
        var shape = x.Sizes();
        long[] square = [shape[0], shape[0]];
        for (var i = 0; i < Iterations; i++)
        {
            var gram = MatrixGradients.Product(g, x, x, square, transposeRight: true);
            var inner = g.Add(g.Mul(gram, Quintic.B), g.Mul(MatrixGradients.Product(g, gram, gram, square), Quintic.C));
            x = g.Add(g.Mul(x, Quintic.A), MatrixGradients.Product(g, inner, x, shape));
        }

        return tall ? g.Transpose(x, 1, 0) : x;
    }
}
