using System.Collections.Immutable;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>Writes what follows the gradients: corrections, clipping and the optimizer.</summary>
internal sealed class UpdateWriter(GraphWriter g, TrainStepOptions options, IReadOnlyList<(Value Weight, Value Gradient)> pairs)
{
    /// <returns>The weights with the names of their state, and the step's outputs after the loss.</returns>
    public (ImmutableArray<TrainedWeight> Weights, List<Value> Outputs) Write()
    {
        var corrected = pairs.Select(p => Corrected(p.Weight, p.Gradient)).ToArray();
        var norm = g.Sqrt(corrected.Select(c => g.Reshape(g.SumAll(g.Square(c)))).Aggregate(g.Add));
        var outputs = new List<Value> { TrainStepGraph.Named(g, TrainStepGraph.NormOutput, norm) };
        if (options.ClipNorm > 0)
        {
            var limit = g.Constant(norm.Type, options.ClipNorm);
            var scale = g.Div(limit, g.Binary("Max", norm, limit));
            corrected = [.. corrected.Select(c => g.Mul(c, scale))];
        }

        return options.Optimizer is null ? (Gradients(outputs, corrected), outputs) : (Updates(options.Optimizer, outputs, corrected), outputs);
    }

    private Value Corrected(Value weight, Value gradient)
    {
        if (options.Corrections)
        {
            gradient = g.Add(gradient, g.Input(weight.Name + ".correction", weight.Type, weight.Sizes()));
        }

        if (options.ProximalStrength > 0)
        {
            var anchor = g.Input(weight.Name + ".anchor", weight.Type, weight.Sizes());
            gradient = g.Add(gradient, g.Mul(g.Sub(weight, anchor), options.ProximalStrength));
        }

        return gradient;
    }

    private ImmutableArray<TrainedWeight> Gradients(List<Value> outputs, Value[] gradients)
    {
        for (var i = 0; i < gradients.Length; i++)
        {
            outputs.Add(TrainStepGraph.Named(g, pairs[i].Weight.Name + ".gradient", gradients[i]));
        }

        return [.. pairs.Select(p => new TrainedWeight(p.Weight, []))];
    }

    private ImmutableArray<TrainedWeight> Updates(Optimizer optimizer, List<Value> outputs, Value[] gradients)
    {
        var type = pairs[0].Weight.Type;
        var (rate, count) = (g.Input(TrainStepGraph.Rate, type), g.Input(TrainStepGraph.Count, type));
        var weights = ImmutableArray.CreateBuilder<TrainedWeight>();
        for (var i = 0; i < gradients.Length; i++)
        {
            var weight = pairs[i].Weight;
            string[] names = [.. optimizer.StateOf(weight).Select(s => $"{weight.Name}.{s}")];
            var state = names.Select(name => g.Input(name, weight.Type, weight.Sizes())).ToArray();
            var (next, nextState) = optimizer.Update(g, weight, gradients[i], state, rate, count);
            outputs.Add(TrainStepGraph.Named(g, weight.Name + ".next", next));
            outputs.AddRange(names.Zip(nextState, (name, value) => TrainStepGraph.Named(g, name + ".next", value)));
            weights.Add(new TrainedWeight(weight, [.. names]));
        }

        return weights.ToImmutable();
    }
}
