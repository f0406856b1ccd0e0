using System.Collections.Immutable;
using EdgeActors.Onnx.Format;

namespace EdgeActors.Onnx.Graphs;

/// <summary>
/// Nodes in topological order over named values. A subgraph may read values of the graphs around it: its <see cref="Captures"/>.
/// </summary>
public sealed class Graph
{
    private readonly Lazy<ImmutableArray<string>> _captures;
    private readonly Lazy<ImmutableDictionary<string, Tensor>> _constants;

    public Graph(
        string name,
        ImmutableArray<Value> inputs,
        ImmutableArray<Value> outputs,
        ImmutableArray<Node> nodes,
        ImmutableArray<Tensor> initializers,
        ImmutableDictionary<string, Value>? declared = null,
        ImmutableArray<SparseTensor> sparseInitializers = default)
    {
        Name = name;
        Inputs = inputs;
        Outputs = outputs;
        Initializers = initializers;
        SparseInitializers = sparseInitializers.IsDefault ? [] : sparseInitializers;
        Declared = declared ?? ImmutableDictionary<string, Value>.Empty;
        Nodes = TopologicalOrder.Sort(nodes);
        _captures = new(FindCaptures);
        _constants = new(() => Initializers.ToImmutableDictionary(t => t.Name));
    }

    public string Name { get; }

    /// <summary>Declared inputs. Old files (IR 3) list initializers among them: see <see cref="FedInputs"/>.</summary>
    public ImmutableArray<Value> Inputs { get; }

    public ImmutableArray<Value> Outputs { get; }

    public ImmutableArray<Node> Nodes { get; }

    public ImmutableArray<Tensor> Initializers { get; }

    public ImmutableArray<SparseTensor> SparseInitializers { get; }

    /// <summary>The file's <c>value_info</c>: types of inner values, as far as they were written down.</summary>
    public ImmutableDictionary<string, Value> Declared { get; }

    /// <summary>Documentation, annotations, metadata and fields unknown to us, to be written back.</summary>
    internal GraphProto? Rest { get; init; }

    /// <summary>Initializers by name.</summary>
    public ImmutableDictionary<string, Tensor> Constants => _constants.Value;

    /// <summary>The inputs that a caller feeds: those without an initializer.</summary>
    public IEnumerable<Value> FedInputs => Inputs.Where(i => !Constants.ContainsKey(i.Name) && SparseInitializers.All(s => s.Name != i.Name));

    /// <summary>Names read here, or in a body below, that are defined in a graph around this one. Empty for a whole model.</summary>
    public ImmutableArray<string> Captures => _captures.Value;

    /// <summary>The node that makes each value.</summary>
    public ImmutableDictionary<string, Node> Producers() =>
        Nodes.SelectMany(n => n.Outputs.Where(o => o.Length > 0).Select(o => KeyValuePair.Create(o, n))).ToImmutableDictionary();

    public Graph With(
        ImmutableArray<Value>? inputs = null,
        ImmutableArray<Value>? outputs = null,
        ImmutableArray<Node>? nodes = null,
        ImmutableArray<Tensor>? initializers = null,
        ImmutableDictionary<string, Value>? declared = null,
        ImmutableArray<SparseTensor>? sparseInitializers = null,
        string? name = null) =>
        new(name ?? Name, inputs ?? Inputs, outputs ?? Outputs, nodes ?? Nodes, initializers ?? Initializers, declared ?? Declared,
            sparseInitializers ?? SparseInitializers) { Rest = Rest };

    /// <summary>With those of its initializers exchanged that <paramref name="constants"/> has by name.</summary>
    public Graph WithConstants(IReadOnlyDictionary<string, Tensor> constants) => With(initializers: [.. Initializers.Select(t => constants.GetValueOrDefault(t.Name, t))]);

    private ImmutableArray<string> FindCaptures()
    {
        var own = new HashSet<string>(Inputs.Select(i => i.Name));
        own.UnionWith(Initializers.Select(t => t.Name));
        own.UnionWith(SparseInitializers.Select(s => s.Name));
        own.UnionWith(Nodes.SelectMany(n => n.Outputs));
        var captures = ImmutableArray.CreateBuilder<string>();
        foreach (string read in Nodes.SelectMany(n => n.Reads).Concat(Outputs.Select(o => o.Name)))
            if (own.Add(read)) captures.Add(read);
        return captures.ToImmutable();
    }
}
