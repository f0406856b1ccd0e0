using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>How a weight changes with its gradient. All of it is nodes of the train step; the learning rate is one of its inputs.</summary>
public abstract record Optimizer
{
    /// <summary>
    /// Weights are pulled towards zero by this share of the learning rate per step. Vectors (biases, scales of a normalisation) are
    /// left alone, as is usual (Goyal et al. 2017, section 5.3).
    /// </summary>
    public float WeightDecay { get; init; }

    /// <summary>The tensors of a weight's shape that are kept from step to step, by suffix.</summary>
    internal abstract IReadOnlyList<string> StateOf(Value weight);

    /// <returns>The new weight and, in the order of <see cref="StateOf"/>, the new state.</returns>
    /// <param name="rate">The learning rate, a scalar.</param>
    /// <param name="count">The number of this step, from 1, a scalar.</param>
    internal abstract (Value Weight, Value[] State) Update(GraphWriter g, Value weight, Value gradient, Value[] state, Value rate, Value count);

    private protected float DecayOf(Value weight) => weight.Rank >= 2 ? WeightDecay : 0;
}

/// <summary>Stochastic gradient descent with momentum, Nesterov's if asked (Sutskever et al. 2013), decay added to the gradient.</summary>
public sealed record Sgd(float Momentum = 0.9f, bool Nesterov = false) : Optimizer
{
    internal override IReadOnlyList<string> StateOf(Value weight) => Momentum == 0 ? [] : ["momentum"];

    internal override (Value Weight, Value[] State) Update(GraphWriter g, Value weight, Value gradient, Value[] state, Value rate, Value count)
    {
        var decay = DecayOf(weight);
        var pulled = decay == 0 ? gradient : g.Add(gradient, g.Mul(weight, decay));
        if (Momentum == 0)
        {
            return (g.Sub(weight, g.Mul(pulled, rate)), []);
        }

        var velocity = g.Add(g.Mul(state[0], Momentum), pulled);
        var direction = Nesterov ? g.Add(pulled, g.Mul(velocity, Momentum)) : velocity;
        return (g.Sub(weight, g.Mul(direction, rate)), [velocity]);
    }
}

/// <summary>Adam with decoupled weight decay (Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019, algorithm 2).</summary>
public sealed record AdamW(float Beta1 = 0.9f, float Beta2 = 0.999f, float Epsilon = 1e-8f) : Optimizer
{
    internal override IReadOnlyList<string> StateOf(Value weight) => ["mean", "square"];

    internal override (Value Weight, Value[] State) Update(GraphWriter g, Value weight, Value gradient, Value[] state, Value rate, Value count)
    {
        var mean = g.Add(g.Mul(state[0], Beta1), g.Mul(gradient, 1 - Beta1));
        var square = g.Add(g.Mul(state[1], Beta2), g.Mul(g.Square(gradient), 1 - Beta2));
        var one = g.Constant(weight.Type, 1);
        var meanCorrection = g.Sub(one, g.Binary("Pow", g.Constant(weight.Type, Beta1), count));
        var squareCorrection = g.Sub(one, g.Binary("Pow", g.Constant(weight.Type, Beta2), count));
        var denominator = g.Add(g.Sqrt(g.Div(square, squareCorrection)), Epsilon);
        var step = g.Div(g.Mul(mean, g.Div(rate, meanCorrection)), denominator);
        var decay = DecayOf(weight);
        var kept = decay == 0 ? weight : g.Sub(weight, g.Mul(weight, g.Mul(rate, decay)));
        return (g.Sub(kept, step), [mean, square]);
    }
}
