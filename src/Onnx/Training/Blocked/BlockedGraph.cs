using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training.Blocked;

/// <summary>
/// A graph while it is rewritten. A value is there in the plain form, under its own name, or in blocked form, or in both: the other form is
/// made when the first node asks for it, once.
/// </summary>
internal sealed class BlockedGraph
{
    /// <summary>The runtime's operators on blocked tensors.</summary>
    public const string Domain = "com.microsoft.nchwc";

    private readonly Graph _source;
    private readonly ImmutableDictionary<string, Value> _values;
    private readonly ILookup<string, Node> _readers;
    private readonly HashSet<string> _outputs;
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<string, Tensor> _shapes = [];
    private readonly HashSet<string> _native = [];
    private readonly HashSet<string> _made = [];

    public BlockedGraph(Graph source, int block)
    {
        (_source, Block) = (source, block);
        _values = source.Declared
            .SetItems(source.Inputs.Concat(source.Outputs).Select(v => KeyValuePair.Create(v.Name, v)))
            .SetItems(source.Initializers.Select(t => KeyValuePair.Create(t.Name, t.Value)));
        _readers = source.Nodes.SelectMany(n => n.Reads.Select(name => (name, n))).ToLookup(r => r.name, r => r.n);
        _outputs = [.. source.Outputs.Select(o => o.Name)];
    }

    public int Block { get; }

    public IReadOnlyList<Node> Readers(string value) => [.. _readers[value]];

    public bool IsOutput(string value) => _outputs.Contains(value);

    /// <summary>Type and sizes, or null where they were not declared.</summary>
    public Value? Known(string? name) => name is not null && _values.GetValueOrDefault(name) is { Shape.IsStatic: true } value ? value : null;

    public ImmutableArray<float> Floats(string name) => _source.Constants.TryGetValue(name, out var t) && t.Type == ElementType.Float ? [.. t.As<float>()] : [];

    /// <summary>Whether the value is four-dimensional with channels that fill their blocks.</summary>
    public bool Fits(Value? value) => value is { Rank: 4 } && value[1].Size % Block == 0;

    /// <summary>Whether a blocked operator made the value, so that working on in blocks is free.</summary>
    public bool IsNative(string? name) => name is not null && _native.Contains(name);

    /// <summary>The name of the value's blocked form.</summary>
    public string Blocked(string name)
    {
        var blocked = name + ".blocked";
        if (!_native.Contains(name) && _made.Add(blocked))
        {
            Add("ReorderInput", Domain, [name], blocked);
        }

        return blocked;
    }

    /// <summary>Adds a node that works on blocked tensors and makes the blocked form of <paramref name="result"/>.</summary>
    public void AddBlocked(string op, string domain, ImmutableArray<string> inputs, string result, params IEnumerable<NodeAttribute> attributes)
    {
        Add(op, domain, inputs, result + ".blocked", attributes);
        _native.Add(result);
    }

    /// <summary>Copies a node that works on plain tensors.</summary>
    public void Copy(Node node)
    {
        foreach (var read in node.Reads)
        {
            Plain(read);
        }

        _nodes.Add(node);
    }

    /// <summary>The name of the value's plain form: its own.</summary>
    public string Plain(string name)
    {
        if (_native.Contains(name) && _made.Add(name))
        {
            Add("ReorderOutput", Domain, [name + ".blocked"], name, new NodeAttribute("channels", Known(name)![1].Size));
        }

        return name;
    }

    /// <summary>
    /// A convolution's weights [out, in, height, width] as the blocked kernels read them: [out / block, in / block, height, width, block of in,
    /// block of out], or [out / block, in, height, width, block of out] where the input is plain because it has too few channels for a block.
    /// </summary>
    public string Weights(string name, bool plainInput)
    {
        var ordered = name + ".ordered";
        if (_made.Add(ordered))
        {
            long[] sizes = Known(name)!.Shape!.Sizes();
            var (outs, ins, height, width) = (sizes[0], sizes[1], sizes[2], sizes[3]);
            Order(name, ordered, sizes, plainInput
                ? ([outs / Block, Block, ins, height, width], [0, 2, 3, 4, 1])
                : ([outs / Block, Block, ins / Block, Block, height, width], [0, 2, 4, 5, 3, 1]));
        }

        return ordered;
    }

    /// <summary>
    /// The weights of a transposed convolution, [in, out, height, width], as the blocked weights of the convolution that gives the same: turned
    /// by half a turn, in and out exchanged (Dumoulin and Visin 2016, section 4.2).
    /// </summary>
    public string TurnedWeights(string name)
    {
        var ordered = name + ".turned.ordered";
        if (_made.Add(ordered))
        {
            long[] sizes = Known(name)!.Shape!.Sizes();
            var (ins, outs, height, width) = (sizes[0], sizes[1], sizes[2], sizes[3]);
            var turned = name + ".turned";
            Add("Slice", "", [name, Numbers(-1, -1), Numbers(-height - 1, -width - 1), Numbers(2, 3), Numbers(-1, -1)], turned);
            Order(turned, ordered, [outs, ins, height, width], ([ins / Block, Block, outs / Block, Block, height, width], [2, 0, 4, 5, 1, 3]));
        }

        return ordered;
    }

    public Graph Build()
    {
        foreach (var output in _source.Outputs)
        {
            Plain(output.Name);
        }

        return _source.With(
            nodes: [.. _nodes],
            initializers: [.. _source.Initializers, .. _shapes.Values],
            declared: ImmutableDictionary<string, Value>.Empty);
    }

    private void Order(string name, string ordered, long[] sizes, (long[] Split, long[] Permutation) by)
    {
        Add("Reshape", "", [name, Numbers(by.Split)], ordered + ".split");
        Add("Transpose", "", [ordered + ".split"], ordered + ".permuted", new NodeAttribute("perm", by.Permutation));
        Add("Reshape", "", [ordered + ".permuted", Numbers(sizes)], ordered);
    }

    private string Numbers(params long[] numbers)
    {
        var name = $"blocked.[{string.Join(',', numbers)}]";
        _shapes.TryAdd(name, Tensor.From(name, [numbers.Length], numbers));
        return name;
    }

    private void Add(string op, string domain, ImmutableArray<string> inputs, string result, params IEnumerable<NodeAttribute> attributes) =>
        _nodes.Add(new Node(op, inputs, [result], attributes.ToImmutableDictionary(a => a.Name), result, domain));
}
