using System.Collections.Immutable;
using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>A named constant argument of a node. Exactly one kind of value; asking for another throws.</summary>
public sealed class NodeAttribute
{
    private readonly object _value;

    private NodeAttribute(string name, object value)
    {
        Name = name;
        _value = value;
    }

    public NodeAttribute(string name, float value) : this(name, (object)value)
    {
    }

    public NodeAttribute(string name, long value) : this(name, (object)value)
    {
    }

    public NodeAttribute(string name, string value) : this(name, (object)value)
    {
    }

    public NodeAttribute(string name, ReadOnlySpan<float> values) : this(name, (object)ImmutableArray.Create(values))
    {
    }

    public NodeAttribute(string name, ReadOnlySpan<long> values) : this(name, (object)ImmutableArray.Create(values))
    {
    }

    public NodeAttribute(string name, ReadOnlySpan<string> values) : this(name, (object)ImmutableArray.Create(values))
    {
    }

    public NodeAttribute(string name, Tensor value) : this(name, (object)value)
    {
    }

    public NodeAttribute(string name, Graph value) : this(name, (object)value)
    {
    }

    internal NodeAttribute(string name, ImmutableArray<Graph> values) : this(name, (object)values)
    {
    }

    /// <summary>A kind that no operator here reads (types, sparse tensors, references inside functions), written back as it came.</summary>
    internal NodeAttribute(AttributeProto verbatim) : this(verbatim.Name, (object)verbatim)
    {
    }

    public string Name { get; }

    public float Float => Get<float>();

    public long Int => Get<long>();

    public string Text => Get<string>();

    public ImmutableArray<float> Floats => Get<ImmutableArray<float>>();

    public ImmutableArray<long> Ints => Get<ImmutableArray<long>>();

    public ImmutableArray<string> Texts => Get<ImmutableArray<string>>();

    public Tensor Tensor => Get<Tensor>();

    public Graph Graph => Get<Graph>();

    /// <summary>The subgraphs that this attribute holds: none for most, one for a body.</summary>
    public ImmutableArray<Graph> Graphs => _value switch
    {
        Graph graph => [graph],
        ImmutableArray<Graph> graphs => graphs,
        _ => [],
    };

    internal object Raw => _value;

    /// <summary>The same attribute with each subgraph replaced.</summary>
    internal NodeAttribute WithGraphs(Func<Graph, Graph> replace) => _value switch
    {
        Graph graph => new(Name, replace(graph)),
        ImmutableArray<Graph> graphs => new(Name, [.. graphs.Select(replace)]),
        _ => this,
    };

    public override string ToString() => _value switch
    {
        ImmutableArray<long> ints => $"{Name}=[{string.Join(", ", ints)}]",
        ImmutableArray<float> floats => $"{Name}=[{string.Join(", ", floats)}]",
        Graph graph => $"{Name}={{{graph.Nodes.Length} nodes}}",
        _ => $"{Name}={_value}",
    };

    private T Get<T>() => _value is T value
        ? value
        : throw new OnnxFormatException($"attribute '{Name}' holds {_value.GetType().Name}, not {typeof(T).Name}");
}
