using System.Collections.Immutable;
using System.Globalization;
using EdgeActors.Onnx.Graphs.Shapes;

namespace EdgeActors.Onnx.Graphs;

/// <summary>
/// Writes a graph by hand: operators are methods that take and return <see cref="Value"/>s, whose types and shapes are inferred at
/// once, so a mistake throws on the line that makes it. Also grows an existing graph: see <see cref="From"/>.
/// <code>
/// var b = new GraphBuilder("net");
/// var x = b.Input("x", ElementType.Float, ["N", 3, 32, 32]);
/// using (b.Scope("stem")) x = b.Relu(b.Conv(x, b.Weight("weight", [16, 3, 3, 3], weights), pads: [1, 1, 1, 1]));
/// b.Output(x, "features");
/// Model model = b.Build();
/// </code>
/// </summary>
public sealed partial class GraphBuilder
{
    /// <summary>Operator set 21: the first whose GroupNormalization scales by channel.</summary>
    public const long DefaultOpset = 21;

    /// <summary>IR version 10 came with operator set 21.</summary>
    public const long DefaultIrVersion = 10;

    private readonly ShapeInference _inference;
    private readonly Model _origin;
    private readonly List<Value> _inputs = [];
    private readonly List<Value> _outputs = [];
    private readonly List<Node> _nodes = [];
    private readonly List<Tensor> _initializers = [];
    private readonly Dictionary<string, Value> _shared = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _nodeNames = [];
    private readonly Dictionary<string, int> _counters = [];
    private string _scope = "";

    public GraphBuilder(string name, long opset = DefaultOpset, long irVersion = DefaultIrVersion)
        : this(new Model(
            new Graph(name, [], [], [], []), ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal).Add("", opset), irVersion))
    {
    }

    private GraphBuilder(Model origin)
    {
        _origin = origin;
        _inference = new(origin.Opsets);
    }

    public long Opset => _origin.Opset;

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyList<Value> Inputs => _inputs;

    public IReadOnlyList<Value> Outputs => _outputs;

    public IReadOnlyList<Tensor> Initializers => _initializers;

    /// <summary>Any value made so far, with its type and shape.</summary>
    public Value this[string name] => Find(name) ?? throw new OnnxFormatException($"the graph has no value '{name}'");

    /// <summary>A builder that starts with everything the model holds; functions, metadata and versions are kept.</summary>
    /// <param name="sizes">Sizes for symbolic dimensions of the inputs, such as a fixed batch, by symbol.</param>
    public static GraphBuilder From(Model model, IReadOnlyDictionary<string, long>? sizes = null)
    {
        var builder = new GraphBuilder(model);
        var graph = model.Graph;
        foreach (var input in graph.Inputs)
        {
            var bound = sizes is null || input.Shape is null ? input : input with { Shape = input.Shape.Bind(sizes) };
            builder._inputs.Add(bound);
            builder._names.Add(bound.Name);
        }
        builder._initializers.AddRange(graph.Initializers);
        foreach (var node in graph.Nodes) builder.Register(node);
        builder._names.UnionWith(graph.Initializers.Select(t => t.Name));
        builder._names.UnionWith(graph.SparseInitializers.Select(t => t.Name));
        builder._inference.Enter(graph, sizes);
        builder._outputs.AddRange(graph.Outputs.Select(o => builder.Find(o.Name) ?? o));
        return builder;
    }

    public Value? Find(string name) => _inference.Find(name);

    /// <summary>The tensor behind a value, if it is an initializer or the output of a Constant node.</summary>
    public Tensor? ConstantOf(Value value) => _inference.ConstantOf(value.Name);

    /// <summary>Puts <c>name/</c> before the names made until the result is disposed. Scopes nest.</summary>
    public IDisposable Scope(string name)
    {
        string outer = _scope;
        _scope = outer + name + "/";
        return new ScopeEnd(this, outer);
    }

    /// <summary>A name nothing has yet: the scope, then <paramref name="hint"/>, then a number if it needs one.</summary>
    public string Fresh(string hint) => Unused(_scope + hint, _names);

    public Value Input(string name, ElementType type, Shape shape)
    {
        var value = new Value(Claim(_scope + name), type, shape);
        _inputs.Add(value);
        _inference.Declare(value);
        return value;
    }

    /// <summary>Makes <paramref name="value"/> an output; under another name if one is given.</summary>
    public Value Output(Value value, string? name = null)
    {
        if (name is not null && name != value.Name)
            value = Append("Identity", [value.Name], [Claim(name)], [])[0];
        _outputs.Add(value);
        return value;
    }

    public void ClearOutputs() => _outputs.Clear();

    /// <summary>Adds a constant under its own name, as it is.</summary>
    public Value Initializer(Tensor tensor)
    {
        Claim(tensor.Name);
        _initializers.Add(tensor);
        _inference.Declare(tensor);
        return tensor.Value;
    }

    /// <summary>Float weights named <paramref name="name"/> within the scope.</summary>
    public Value Weight(string name, ReadOnlySpan<long> dims, ReadOnlySpan<float> values) => Initializer(Tensor.From(_scope + name, dims, values));

    /// <summary>Turns an initializer into an input of the same name, type and shape: how weights become arguments of a training step.</summary>
    public Value Expose(string initializer)
    {
        int index = _initializers.FindIndex(t => t.Name == initializer);
        if (index < 0) throw new OnnxFormatException($"the graph has no initializer '{initializer}'");
        var value = _initializers[index].Value;
        _initializers.RemoveAt(index);
        _inputs.RemoveAll(i => i.Name == initializer);
        _inputs.Add(value);
        _inference.DeclareVariable(value);
        return value;
    }

    public Model Build() => _origin with
    {
        Graph = _origin.Graph.With(
            inputs: [.. _inputs],
            outputs: [.. _outputs.Select(o => Find(o.Name) ?? o)],
            nodes: [.. _nodes],
            initializers: [.. _initializers]),
        Path = null,
    };

    private string Claim(string name) => name.Length > 0 && _names.Add(name)
        ? name
        : throw new OnnxFormatException($"the name '{name}' is taken in graph '{_origin.Graph.Name}'");

    private string Unused(string wanted, HashSet<string> taken)
    {
        if (taken.Add(wanted)) return wanted;
        int number = _counters.GetValueOrDefault(wanted);
        string name;
        do name = wanted + "_" + (++number).ToString(CultureInfo.InvariantCulture);
        while (!taken.Add(name));
        _counters[wanted] = number;
        return name;
    }

    private sealed class ScopeEnd(GraphBuilder builder, string outer) : IDisposable
    {
        public void Dispose() => builder._scope = outer;
    }
}
