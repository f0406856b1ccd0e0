using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Gradients;

/// <summary>
/// Appends nodes to a graph in which every shape is a number, and knows type and shape of every value in it. Training
/// binds the batch size before it differentiates, so a gradient never has to ask at run time how far it was broadcast.
/// The operators are in <see cref="TensorMath"/>.
/// </summary>
public sealed class GraphWriter(long opset)
{
    private readonly List<Node> _nodes = [];
    private readonly List<Value> _inputs = [];
    private readonly Dictionary<string, Tensor> _initializers = [];
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, Value> _shared = [];
    private readonly HashSet<string> _reserved = [];
    private int _fresh;

    /// <summary>The version of ONNX's operators that the nodes are written in.</summary>
    public long Opset { get; } = opset;

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyDictionary<string, Tensor> Initializers => _initializers;

    /// <summary>Type and shape of <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">No node or input made it.</exception>
    public Value this[string name] => _values.TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException($"the graph has no value '{name}'");

    public bool Has(string name) => _values.ContainsKey(name);

    public Value Input(string name, ElementType type, params ReadOnlySpan<long> shape)
    {
        var value = Declare(new Value(name, type, Shape.Of(shape)));
        _inputs.Add(value);
        return value;
    }

    public Value Initializer(Tensor tensor)
    {
        _initializers.Add(tensor.Name, tensor);
        return Declare(tensor.Value);
    }

    /// <summary>A constant; equal ones share one initializer.</summary>
    public Value Constant(ElementType type, double value) => Shared($"{type}:{value:R}", name => type switch
    {
        ElementType.Float => Tensor.Scalar(name, (float)value),
        ElementType.Double => Tensor.From<double>(name, type, [], [value]),
        ElementType.Float16 => Tensor.From<Half>(name, type, [], [(Half)value]),
        ElementType.Int64 => Tensor.Scalar(name, (long)value),
        ElementType.Int32 => Tensor.From<int>(name, type, [], [(int)value]),
        _ => throw new NotSupportedException($"no constants of type {type}"),
    });

    /// <summary>A vector of 64-bit numbers: the shapes, axes and pads that operators take as inputs.</summary>
    public Value Vector(params ReadOnlySpan<long> values)
    {
        var copy = values.ToArray();
        return Shared($"[{string.Join(',', copy)}]", name => Tensor.From(name, [copy.Length], copy));
    }

    /// <summary>One node with one result of the given type and shape.</summary>
    public Value Emit(string op, ElementType type, ReadOnlySpan<long> shape, ReadOnlySpan<Value?> inputs, params ReadOnlySpan<NodeAttribute> attributes)
    {
        var result = Declare(new Value(Fresh(op), type, Shape.Of(shape)));
        Add(op, inputs, [result], attributes);
        return result;
    }

    /// <summary>One node with several results, whose names the caller got from <see cref="Fresh"/> or from the graph being copied.</summary>
    public void Emit(string op, ReadOnlySpan<Value?> inputs, ReadOnlySpan<Value> results, params ReadOnlySpan<NodeAttribute> attributes)
    {
        foreach (var result in results)
        {
            Declare(result);
        }

        Add(op, inputs, results, attributes);
    }

    /// <summary>Copies a node as it is; <paramref name="results"/> are its outputs that have names, in order.</summary>
    public void Copy(Node node, IEnumerable<Value> results)
    {
        foreach (var result in results)
        {
            Declare(result);
        }

        _nodes.Add(node);
    }

    /// <summary>Keeps names for nodes that will be copied: <see cref="Fresh"/> never gives them out.</summary>
    public void Reserve(IEnumerable<string> names) => _reserved.UnionWith(names);

    /// <summary>A name that nothing has yet.</summary>
    public string Fresh(string stem)
    {
        string name;
        do
        {
            name = $"{stem}_{_fresh++}";
        }
        while (_values.ContainsKey(name) || _reserved.Contains(name));
        return name;
    }

    /// <summary>The graph so far with these outputs. Nodes and constants that no output needs are left out.</summary>
    public Graph Build(string name, IReadOnlyList<Value> outputs)
    {
        var needed = new HashSet<string>(outputs.Select(o => o.Name));
        var kept = new List<Node>();
        for (var i = _nodes.Count - 1; i >= 0; i--)
        {
            if (_nodes[i].Outputs.Any(needed.Contains))
            {
                kept.Add(_nodes[i]);
                needed.UnionWith(_nodes[i].Reads);
            }
        }

        kept.Reverse();
        return new Graph(
            name,
            [.. _inputs],
            [.. outputs],
            [.. kept],
            [.. _initializers.Values.Where(t => needed.Contains(t.Name))],
            kept.SelectMany(n => n.Outputs).Where(o => o.Length > 0).Except(outputs.Select(o => o.Name)).ToImmutableDictionary(o => o, o => _values[o]));
    }

    private void Add(string op, ReadOnlySpan<Value?> inputs, ReadOnlySpan<Value> results, ReadOnlySpan<NodeAttribute> attributes)
    {
        var named = ImmutableDictionary.CreateBuilder<string, NodeAttribute>();
        foreach (var attribute in attributes)
        {
            named.Add(attribute.Name, attribute);
        }

        var reads = ImmutableArray.CreateBuilder<string>(inputs.Length);
        foreach (var input in inputs)
        {
            reads.Add(input?.Name ?? "");
        }

        var makes = ImmutableArray.CreateBuilder<string>(results.Length);
        foreach (var result in results)
        {
            makes.Add(result.Name);
        }

        _nodes.Add(new Node(op, reads.MoveToImmutable(), makes.MoveToImmutable(), named.ToImmutable(), results[0].Name));
    }

    private Value Declare(Value value)
    {
        if (value.Shape is not { IsStatic: true })
        {
            throw new InvalidOperationException($"'{value.Name}' needs a static shape here, not {value.Shape?.ToString() ?? "an unknown one"}");
        }

        _values.Add(value.Name, value);
        return value;
    }

    private Value Shared(string key, Func<string, Tensor> create)
    {
        if (!_shared.TryGetValue(key, out var value))
        {
            value = Initializer(create(Fresh("const")));
            _shared.Add(key, value);
        }

        return value;
    }
}
