using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// A training step as an ordinary ONNX graph. Inputs: the network's own, the targets of the losses, <see cref="Rate"/>,
/// <see cref="Count"/>, every trained weight W and its state <c>W.momentum</c>. Outputs: <see cref="LossOutput"/>, <see cref="NormOutput"/> and,
/// for each of those, <c>NAME.next</c>; or <c>W.gradient</c> where there is no optimizer.
/// </summary>
/// <param name="Running">Running statistics of batch normalisation: not trained, but changed by every step and carried like the weights.</param>
public sealed record TrainStepGraph(Model Model, ImmutableArray<TrainedWeight> Weights, ImmutableArray<Value> BatchInputs, ImmutableArray<Value> Running)
{
    /// <summary>Input: the learning rate of this step, a scalar.</summary>
    public const string Rate = "learning_rate";

    /// <summary>Input: the number of this step, from 1, a scalar.</summary>
    public const string Count = "step_count";

    public const string LossOutput = "loss";

    /// <summary>Output: the length of the gradient before clipping, all weights as one vector.</summary>
    public const string NormOutput = "gradient_norm";

    private const int LowestOpset = 13;

    /// <exception cref="GradientException">An operator between a trained weight and a loss has no gradient, or nothing is trained.</exception>
    public static TrainStepGraph Build(Model model, TrainStepOptions options, long batchSize)
    {
        if (model.Opset < LowestOpset)
        {
            throw new GradientException($"The file uses opset {model.Opset}; training needs {LowestOpset} or newer. Export it again with a newer opset.");
        }

        var outputs = options.Losses.Select(l => l.Output).Distinct().ToArray();
        var bound = StaticGraph.Bind(model with { Graph = PoolBeforeRelu.Apply(model.Graph, outputs) }, batchSize);
        var missing = outputs.FirstOrDefault(o => !bound.Values.ContainsKey(o));
        if (missing is not null)
        {
            throw new GradientException($"The network has no output '{missing}' for the loss: it has {string.Join(", ", model.Graph.Outputs.Select(o => $"'{o.Name}'"))}.");
        }

        var chosen = model.Graph.Initializers.Where(options.Trains).Select(t => t.Name).ToHashSet();
        var trained = new TrainableWeights(bound, outputs).Among(chosen);
        if (trained.Count == 0)
        {
            throw new GradientException("Nothing would be trained: no chosen weight influences the loss.");
        }

        var g = new GraphWriter(model.Opset);
        var differentiator = new Differentiator(g, bound, outputs, trained);
        var batchInputs = bound.Graph.FedInputs.Select(i => g[i.Name]).ToList();
        var loss = Losses(g, options.Losses, out var seeds);
        batchInputs.AddRange(options.Losses.Select(l => l.Target).Distinct().Select(t => g[t]));
        var gradients = differentiator.Backward(seeds);
        var writer = new UpdateWriter(g, options, [.. model.Graph.Initializers.Where(t => trained.Contains(t.Name)).Select(t => (g[t.Name], gradients[t.Name]))]);
        var (weights, results) = writer.Write();
        var all = new List<Value> { Named(g, LossOutput, loss) };
        all.AddRange(results);
        var running = options.Optimizer is null ? [] : differentiator.Updates.ToArray();
        all.AddRange(running.Select(u => Named(g, u.Name + ".next", u.Next)));
        var graph = g.Build("train_step", all);
        return new TrainStepGraph(model with { Graph = graph, Path = null, Opsets = model.Opsets }, weights, [.. batchInputs], [.. running.Select(u => g[u.Name])]);
    }

    internal static Value Named(GraphWriter g, string name, Value value)
    {
        var named = value with { Name = name };
        g.Emit("Identity", [value], [named]);
        return named;
    }

    private static Value Losses(GraphWriter g, IReadOnlyList<Loss> losses, out List<(string Output, Value Gradient)> seeds)
    {
        seeds = [];
        Value? total = null;
        foreach (var loss in losses)
        {
            var (value, gradient) = loss.Write(g, g[loss.Output]);
            seeds.Add((loss.Output, gradient));
            total = total is null ? value : g.Add(total, value);
        }

        return total ?? throw new GradientException("A train step needs at least one loss.");
    }
}
