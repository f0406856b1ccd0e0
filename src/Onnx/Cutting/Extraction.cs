using System.Collections.Immutable;
using EdgeActors.Onnx.Format;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Graphs.Shapes;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// Writes the two sides of a boundary as models. Both keep the operator sets, IR version, functions and metadata. Constants, and the
/// nodes that compute with constants alone, go to whichever side reads them, to both if both do.
/// </summary>
internal sealed class Extraction(Model model, DataFlow flow, ImmutableDictionary<string, Value> observed)
{
    /// <summary>Before IR version 4 a file must list its initializers among the graph's inputs.</summary>
    private const long InitializersStandAlone = 4;

    private readonly ImmutableDictionary<string, Value> _declared = Declared(model);

    public Halves Cut(Boundary boundary, string? parentDigest)
    {
        ImmutableArray<string> crossing = [.. boundary.Names];
        var head = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        var tail = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < flow.Nodes.Length; i++) (boundary.Head[i] ? head : tail).Add(flow.Nodes[i]);

        // A side has only the inputs that it reads; the head also those that cross as they are, the tail of the others the common ones.
        var tailInputs = Fed(tail, []).Where(i => flow.Common.Contains(i.Name));
        ImmutableArray<Value> across = [.. boundary.Tensors.Select(t => Typed(t.Name) with { Type = t.Type })];
        var widened = across.Where(t => t.Type != observed[t.Name].Type).Select(t => t.Name).ToHashSet();
        return new(
            boundary,
            Side("head", head, [.. Fed(head, crossing)], across, crossing, widened, parentDigest),
            Side("tail", tail, [.. across, .. tailInputs], model.Graph.Outputs, crossing, widened, parentDigest));
    }

    private IEnumerable<Value> Fed(HashSet<Node> side, ImmutableArray<string> crossing)
    {
        var read = side.SelectMany(n => n.Reads).Concat(crossing).ToHashSet();
        return model.Graph.FedInputs.Where(i => read.Contains(i.Name)).Select(i => Typed(i.Name));
    }

    private Model Side(
        string side, HashSet<Node> data, ImmutableArray<Value> fed, ImmutableArray<Value> outputs, ImmutableArray<string> crossing,
        HashSet<string> widened, string? parent)
    {
        var graph = model.Graph;
        var needed = data.SelectMany(n => n.Reads).Concat(outputs.Select(o => o.Name)).ToHashSet();
        var given = fed.Select(f => f.Name).ToHashSet();
        var nodes = ImmutableArray.CreateBuilder<Node>();
        foreach (var node in graph.Nodes.Reverse())
        {
            bool constant = !node.Outputs.Any(flow.IsData) && node.Outputs.Any(needed.Contains);
            if (!constant && !data.Contains(node)) continue;
            nodes.Add(node);
            needed.UnionWith(node.Reads);
        }
        nodes.Reverse();

        ImmutableArray<Tensor> initializers = [.. graph.Initializers.Where(t => needed.Contains(t.Name))];
        ImmutableArray<SparseTensor> sparse = [.. graph.SparseInitializers.Where(s => needed.Contains(s.Name))];
        var constants = initializers.Select(t => t.Name).Concat(sparse.Select(s => s.Name)).ToHashSet();
        var listed = model.IrVersion < InitializersStandAlone || graph.Inputs.Any(i => constants.Contains(i.Name))
            ? graph.Inputs.Where(i => constants.Contains(i.Name) && !given.Contains(i.Name))
            : [];
        var made = nodes.SelectMany(n => n.Outputs).ToHashSet();
        var cut = new Graph(
            $"{graph.Name}.{side}",
            [.. fed, .. listed],
            outputs,
            widened.Count == 0 ? nodes.ToImmutable() : [.. Widening.Cast(nodes, widened, leave: side == "head")],
            initializers,
            graph.Declared.RemoveRange(graph.Declared.Keys.Where(k => !made.Contains(k) || outputs.Any(o => o.Name == k))),
            sparse)
        {
            Rest = Annotations(graph.Rest, [.. made, .. given, .. constants]),
        };
        var metadata = model.Metadata.SetItem(CutMetadata.Side, side).SetItem(CutMetadata.Tensors, string.Join(",", crossing));
        return model with { Graph = cut, Metadata = parent is null ? metadata : metadata.SetItem(CutMetadata.Parent, parent), Path = null };
    }

    /// <summary>The type that a cut tensor declares: symbolic where the model is, completed by what a run showed.</summary>
    private Value Typed(string name)
    {
        var seen = observed[name];
        if (!_declared.TryGetValue(name, out var declared) || declared.Type != seen.Type) declared = seen with { Shape = null };
        if (declared.Shape is not null && declared.Shape.Rank == seen.Rank) return declared;
        // Inference knew nothing. What was observed holds for any call only if the model leaves no size open.
        bool closed = model.Graph.FedInputs.All(i => i.Shape is { IsStatic: true });
        return seen with { Shape = closed ? seen.Shape : Shape.Of(new Dimension[seen.Rank]) };
    }

    private static ImmutableDictionary<string, Value> Declared(Model model)
    {
        try
        {
            return ShapeInference.Infer(model);
        }
        catch (OnnxFormatException)
        {
            return ImmutableDictionary<string, Value>.Empty;
        }
    }

    /// <summary>Quantization annotations name tensors: only those of this side are kept.</summary>
    private static GraphProto? Annotations(GraphProto? rest, HashSet<string> present)
    {
        if (rest is null || rest.QuantizationAnnotation.Count == 0) return rest;
        var kept = rest.Clone();
        foreach (var annotation in rest.QuantizationAnnotation)
            if (!present.Contains(annotation.TensorName)) kept.QuantizationAnnotation.Remove(annotation);
        return kept;
    }
}
