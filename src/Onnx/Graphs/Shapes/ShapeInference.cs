using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs.Shapes;

/// <summary>
/// Types and shapes of a graph's values, node by node in topological order. Symbolic sizes are carried along; small integer
/// tensors that shapes are computed from are folded. What it can't tell it leaves unknown; contradictions throw.
/// </summary>
public sealed class ShapeInference(ImmutableSortedDictionary<string, long> opsets, ShapeInference? around = null)
{
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, Tensor> _constants = [];
    private readonly Dictionary<string, Contents> _contents = [];

    /// <summary>Every value known so far in this graph, not in those around it.</summary>
    public IReadOnlyDictionary<string, Value> Values => _values;

    private long Opset => opsets.GetValueOrDefault("", opsets.GetValueOrDefault("ai.onnx", 1));

    /// <summary>All values of a model's outermost graph.</summary>
    /// <param name="sizes">Sizes for symbolic dimensions of the inputs, by symbol.</param>
    public static ImmutableDictionary<string, Value> Infer(Model model, IReadOnlyDictionary<string, long>? sizes = null)
    {
        var inference = new ShapeInference(model.Opsets);
        inference.Enter(model.Graph, sizes);
        return inference._values.ToImmutableDictionary();
    }

    public Value? Find(string name) => _values.TryGetValue(name, out var value) ? value : around?.Find(name);

    /// <summary>The tensor behind a name, if it is an initializer or the output of a Constant node.</summary>
    public Tensor? ConstantOf(string name) => _values.ContainsKey(name) || _constants.ContainsKey(name)
        ? _constants.GetValueOrDefault(name)
        : around?.ConstantOf(name);

    public void Declare(Value value) => _values[value.Name] = value;

    /// <summary>Declares what was a constant to be one no more.</summary>
    internal void DeclareVariable(Value value)
    {
        Declare(value);
        _constants.Remove(value.Name);
        _contents.Remove(value.Name);
    }

    public void Declare(Tensor constant)
    {
        _values[constant.Name] = constant.Value;
        _constants[constant.Name] = constant;
        if (Contents.Of(constant) is { } contents) _contents[constant.Name] = contents;
    }

    /// <summary>Infers the outputs of a node whose inputs are known, and remembers them.</summary>
    /// <returns>One value per output of the node; names left out give a nameless value.</returns>
    /// <exception cref="OnnxFormatException">The inputs contradict each other, or the operator.</exception>
    public ImmutableArray<Value> Add(Node node)
    {
        var context = new RuleContext(node, Opset, this);
        if (node is { IsStandard: true, Op: "Constant" } && ConstantNode.Read(node) is { } constant) Declare(constant);
        ImmutableArray<Inferred> inferred = [];
        if ((node.IsStandard || node.Domain == "com.microsoft") && RuleTable.Standard.TryGetValue(node.Op, out var rule))
        {
            try
            {
                inferred = rule(context);
            }
            catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException or InvalidOperationException)
            {
                throw new OnnxFormatException($"{node}: {e.Message}", e);
            }
        }
        var outputs = ImmutableArray.CreateBuilder<Value>(node.Outputs.Length);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            var output = new Value(node.Outputs[i], i < inferred.Length ? inferred[i].Type : default, i < inferred.Length ? inferred[i].Shape : null);
            outputs.Add(output);
            if (output.Name.Length > 0) _values[output.Name] = output;
        }
        if (node.IsStandard && outputs.Count > 0 && ContentRules.Of(context) is { Items.Length: <= Contents.Longest } contents)
            _contents[node.Outputs[0]] = contents;
        return outputs.MoveToImmutable();
    }

    internal Contents? ContentsOf(string name) => _values.ContainsKey(name) ? _contents.GetValueOrDefault(name) : around?.ContentsOf(name);

    internal ImmutableArray<Value> InferBody(Graph body)
    {
        var inside = new ShapeInference(opsets, this);
        inside.Enter(body, null);
        return [.. body.Outputs.Select(o => inside.Find(o.Name) ?? o)];
    }

    /// <summary>Declares everything in a graph.</summary>
    internal void Enter(Graph graph, IReadOnlyDictionary<string, long>? sizes)
    {
        foreach (var input in graph.Inputs)
            Declare(sizes is null || input.Shape is null ? input : input with { Shape = input.Shape.Bind(sizes) });
        foreach (var constant in graph.Initializers) Declare(constant);
        foreach (var sparse in graph.SparseInitializers) Declare(sparse.Value);
        var declared = graph.Outputs.Where(o => o.IsTensor).GroupBy(o => o.Name).ToDictionary(g => g.Key, g => g.First());
        foreach (var node in graph.Nodes)
        {
            foreach (var output in Add(node))
            {
                var written = declared.GetValueOrDefault(output.Name) ?? graph.Declared.GetValueOrDefault(output.Name);
                if (written is not null) Declare(Merge(output, written, sizes));
            }
        }
    }

    /// <summary>What was inferred, completed by what the file declares. The file's sizes may be for another batch: inference wins.</summary>
    private static Value Merge(Value inferred, Value written, IReadOnlyDictionary<string, long>? sizes)
    {
        if (written.Composite is not null) return written;
        var shape = written.Shape is not null && sizes is not null ? written.Shape.Bind(sizes) : written.Shape;
        if (inferred.Shape is { } known && shape is not null && known.Rank == shape.Rank)
            shape = Shape.Of(known.Zip(shape, (a, b) => a.IsKnown || (a.Symbol is not null && !b.IsKnown) ? a : b));
        else if (inferred.Shape is not null) shape = inferred.Shape;
        return inferred with { Type = inferred.Type == ElementType.Undefined ? written.Type : inferred.Type, Shape = shape };
    }
}
