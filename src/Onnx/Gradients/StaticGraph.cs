using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// A graph with every shape a number: its inputs bound to the sizes of training, every other value as one run of the engine
/// showed it. <see cref="Numbers"/> holds the whole numbers that operators take as arguments (axes, pads, a shape worked out from
/// another shape) where they do not depend on the data.
/// </summary>
public sealed record StaticGraph(Model Model, ImmutableDictionary<string, Value> Values, ImmutableDictionary<string, long[]> Numbers)
{
    public Graph Graph => Model.Graph;

    /// <summary>Binds the first axis of every fed input to <paramref name="batchSize"/> where the file leaves it open.</summary>
    /// <exception cref="ArgumentException">An input has another open axis: bind it first.</exception>
    /// <exception cref="OnnxFormatException">The runtime refuses the model: the message says why.</exception>
    public static StaticGraph Bind(Model model, long batchSize)
    {
        var inputs = model.Graph.FedInputs.Select(input => Bound(input, batchSize)).ToImmutableArray();
        return Probe(model with { Graph = model.Graph.With(inputs: inputs) }, inputs);
    }

    private static Value Bound(Value input, long batchSize)
    {
        if (input.Shape is { IsStatic: true })
        {
            return input;
        }

        if (input.Shape is not { Rank: > 0 } shape)
        {
            throw new ArgumentException($"The input '{input}' has no batch axis: training needs one.");
        }

        var bound = shape[0].IsKnown ? shape : shape.With(0, batchSize);
        return bound.IsStatic
            ? input with { Shape = bound }
            : throw new ArgumentException($"The input '{input}' leaves more than its batch axis open: write the file with the other sizes fixed.");
    }

    /// <summary>
    /// Runs the graph once on zeros with every value as an output. Slower than inferring shapes, but knows every operator that the engine knows.
    /// </summary>
    private static StaticGraph Probe(Model model, ImmutableArray<Value> inputs)
    {
        var graph = model.Graph;
        var names = graph.Nodes.SelectMany(n => n.Outputs).Where(o => o.Length > 0).Distinct().ToArray();
        var open = graph.With(outputs: [.. names.Select(name => new Value(name))], declared: ImmutableDictionary<string, Value>.Empty);
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = Open(model, open, options);
        using var run = new RunOptions();
        var feeds = inputs.Select(ZeroTensor.Of).ToArray();
        try
        {
            using var results = session.Run(run, [.. inputs.Select(i => i.Name)], feeds, names);
            return Read(model, inputs, names, results);
        }
        finally
        {
            Array.ForEach(feeds, f => f.Dispose());
        }
    }

    private static InferenceSession Open(Model model, Graph graph, SessionOptions options)
    {
        try
        {
            return new InferenceSession(OnnxFile.ToBytes(model with { Graph = graph }), options);
        }
        catch (OnnxRuntimeException e)
        {
            throw EngineRefusal.Of(model, e);
        }
    }

    private static StaticGraph Read(Model model, ImmutableArray<Value> inputs, string[] names, IDisposableReadOnlyCollection<OrtValue> results)
    {
        var values = ImmutableDictionary.CreateBuilder<string, Value>();
        var numbers = ImmutableDictionary.CreateBuilder<string, long[]>();
        values.AddRange(inputs.Select(i => KeyValuePair.Create(i.Name, i)));
        foreach (var tensor in model.Graph.Initializers)
        {
            values[tensor.Name] = tensor.Value;
            if (tensor.Type == ElementType.Int64)
            {
                numbers[tensor.Name] = tensor.As<long>().ToArray();
            }
        }

        var fromData = DependOnData(model.Graph, inputs);
        for (var i = 0; i < names.Length; i++)
        {
            var info = results[i].GetTensorTypeAndShape();
            values[names[i]] = new Value(names[i], (ElementType)(int)info.ElementDataType, Shape.Of(info.Shape));
            if (info.ElementDataType == TensorElementType.Int64 && !fromData.Contains(names[i]))
            {
                numbers[names[i]] = results[i].GetTensorDataAsSpan<long>().ToArray();
            }
        }

        return new StaticGraph(model, values.ToImmutable(), numbers.ToImmutable());
    }

    /// <summary>The values that change with the data and not only with its shape.</summary>
    private static HashSet<string> DependOnData(Graph graph, ImmutableArray<Value> inputs)
    {
        var dependent = inputs.Select(i => i.Name).ToHashSet();
        foreach (var node in graph.Nodes.Where(n => n.Op is not ("Shape" or "Size")))
        {
            if (node.Reads.Any(dependent.Contains))
            {
                dependent.UnionWith(node.Outputs);
            }
        }

        return dependent;
    }
}
