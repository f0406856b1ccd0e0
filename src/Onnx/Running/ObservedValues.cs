using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Graphs.Shapes;

namespace EdgeActors.Onnx.Running;

/// <summary>
/// Types and static shapes of all values for one size of the symbolic dimensions: inferred, and where inference can't tell,
/// observed in one run with every intermediate value as an output.
/// </summary>
public static class ObservedValues
{
    /// <param name="batch">The size that every symbolic or unknown input dimension takes.</param>
    public static ImmutableDictionary<string, Value> Of(Model model, long batch = 1)
    {
        model = Bound(model, batch);
        var values = Inferred(model);
        if (model.Graph.Nodes.SelectMany(n => n.Outputs).All(o => o.Length == 0 || (values.TryGetValue(o, out var v) && v.Bytes is not null)))
            return values;
        foreach (var (name, tensor) in Run(model)) values = values.SetItem(name, tensor.Value);
        return values;
    }

    /// <summary>Every tensor of numbers that the model computes, from seeded inputs.</summary>
    internal static ImmutableDictionary<string, Tensor> Run(Model model, int seed = 1)
    {
        var outputs = model.Graph.Outputs.AddRange(model.Graph.Nodes
            .SelectMany(n => n.Outputs)
            .Where(o => o.Length > 0)
            .Except(model.Graph.Outputs.Select(o => o.Name))
            .Select(o => new Value(o)));
        // As written: an optimiser would have to keep each value anyway, and may not.
        using var run = new ModelRun(model with { Graph = model.Graph.With(outputs: outputs) }, optimize: false);
        return run.Run(SeededInputs.For(model.Graph.FedInputs, seed));
    }

    private static ImmutableDictionary<string, Value> Inferred(Model model)
    {
        try
        {
            return ShapeInference.Infer(model);
        }
        catch (OnnxFormatException)
        {
            // Our rules see a contradiction. The runtime is the judge: it runs the graph, or says what is wrong with it.
            return model.Graph.Inputs.Concat(model.Graph.Initializers.Select(t => t.Value)).GroupBy(v => v.Name)
                .ToImmutableDictionary(g => g.Key, g => g.Last());
        }
    }

    private static Model Bound(Model model, long batch) => model with
    {
        Graph = model.Graph.With(inputs: [.. model.Graph.Inputs.Select(i =>
            i.Shape is null ? i : i with { Shape = Shape.Of(i.Shape.Select(d => d.IsKnown ? d : batch)) })]),
    };
}
