using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Running;

namespace EdgeActors.Onnx.Cutting;

/// <summary>Finds where a model may be cut in two, and cuts it.</summary>
public sealed class Cutter
{
    private readonly DataFlow _flow;
    private readonly CostModel _costs;

    // By number in the flow, as it crosses; null for what is no tensor of numbers.
    private readonly Value?[] _carried;

    /// <param name="model">The whole model.</param>
    /// <param name="values">Types and static shapes of its values for one example, if the caller has them already.</param>
    /// <param name="common">Inputs that both sides of a cut are fed, such as the question about a picture: they never cross.</param>
    /// <exception cref="OnnxFormatException">Shapes can't be inferred and the runtime refuses to run the model.</exception>
    public Cutter(Model model, ImmutableDictionary<string, Value>? values = null, IReadOnlyCollection<string>? common = null)
    {
        Model = model;
        Values = values ?? ObservedValues.Of(model);
        _flow = new(model.Graph, common ?? []);
        _costs = new(_flow, Values);
        _carried =
        [
            .. _flow.Names.Select((name, id) => Values.GetValueOrDefault(name) is { Bytes: not null } value
                ? Widening.Of(value, made: _flow.MakerOf[id] >= 0, model)
                : null),
        ];
        var everything = new NodeSet(_flow.Nodes.Length);
        for (int i = 0; i < _flow.Nodes.Length; i++) everything.Add(i);
        Macs = _costs.Macs(everything);
        PeakBytes = _costs.PeakBytes(everything, isHead: true, _flow.Crossing(everything));
    }

    public Model Model { get; }

    /// <summary>Types and static shapes of all values for one example.</summary>
    public ImmutableDictionary<string, Value> Values { get; }

    /// <summary>Multiply-adds of the whole model for one example.</summary>
    public long Macs { get; }

    /// <summary>Weights and the most that is alive at once when the whole model runs one example.</summary>
    public long PeakBytes { get; }

    /// <summary>
    /// The strict boundaries that matter, from the input towards the output: for each value the earliest one behind it and the latest
    /// one before its readers, and one after each node in topological order. Every single tensor that is a boundary by itself is among
    /// them. A graph with parallel branches has exponentially more, which mix positions in different branches: see <see cref="Every"/>.
    /// </summary>
    public ImmutableArray<Boundary> Boundaries()
    {
        var heads = new HashSet<NodeSet>();
        int count = _flow.Nodes.Length;
        var before = new NodeSet[count];
        var prefix = new NodeSet(count);
        for (int i = 0; i < count; i++)
        {
            before[i] = new(count);
            before[i].Add(i);
            foreach (int read in _flow.Reads[i])
                if (_flow.MakerOf[read] is >= 0 and var maker) before[i].UnionWith(before[maker]);
            heads.Add(before[i]);
            prefix = prefix.Copy();
            prefix.Add(i);
            heads.Add(prefix);
        }
        for (int i = 0; i < count; i++)
        {
            var latest = new NodeSet(count);
            for (int other = 0; other < count; other++)
                if (!before[other][i]) latest.Add(other);
            heads.Add(latest);
        }
        return Ordered(heads);
    }

    /// <summary>Every strict boundary there is, or null where there are more than <paramref name="limit"/>.</summary>
    public ImmutableArray<Boundary>? Every(int limit)
    {
        var known = new HashSet<NodeSet>();
        var open = new Queue<NodeSet>([new(_flow.Nodes.Length)]);
        while (open.TryDequeue(out var head))
        {
            for (int i = 0; i < _flow.Nodes.Length; i++)
            {
                if (head[i] || !_flow.Reads[i].All(r => _flow.MakerOf[r] < 0 || head[_flow.MakerOf[r]])) continue;
                var larger = head.Copy();
                larger.Add(i);
                if (known.Add(larger)) open.Enqueue(larger);
            }
            if (known.Count > limit) return null;
        }
        return Ordered(known);
    }

    /// <summary>The boundary at exactly these tensors.</summary>
    /// <exception cref="CutException">There is none; the message says what is missing, unknown, or too much.</exception>
    public Boundary At(params ReadOnlySpan<string> tensors)
    {
        var named = new HashSet<string>();
        foreach (string tensor in tensors) named.Add(tensor);
        if (named.Count == 0) throw new CutException("no tensor was named: name those that should cross");
        foreach (string name in named) RequireData(name);

        var head = _flow.Ancestors(named.Select(n => _flow.Find(n)!.Value));
        var crossing = _flow.Crossing(head);
        var names = crossing.ConvertAll(c => _flow.Names[c]);
        string at = string.Join(", ", named.Select(n => $"'{n}'"));
        ImmutableArray<string> missing = [.. names.Where(c => !named.Contains(c))];
        if (missing.Length > 0)
            throw new CutException(
                $"{at} is not a strict boundary: what follows also needs {string.Join(", ", missing.Select(m => $"'{m}'"))}. "
                + $"Cut at {string.Join(",", names)}", missing);
        if (named.FirstOrDefault(n => !names.Contains(n)) is { } idle)
            throw new CutException($"nothing behind {at} reads '{idle}': leave it out");
        if (head.Count == 0) throw new CutException($"{at} is the model's input: there is nothing to run before it");
        if (head.Count == _flow.Nodes.Length) throw new CutException($"{at} is the model's output: there is nothing to run behind it");
        if (crossing.Exists(c => _carried[c] is null))
        {
            string odd = _flow.Names[crossing.Find(c => _carried[c] is null)];
            throw new CutException($"'{odd}' is no tensor of numbers ({Values.GetValueOrDefault(odd) ?? new Value(odd)}): it can't cross a cut");
        }
        return Describe(head, crossing);
    }

    /// <summary>Head and tail as models of their own.</summary>
    /// <param name="parentDigest">SHA-256 of the whole model's file, written into the metadata of both.</param>
    public Halves Extract(Boundary boundary, string? parentDigest = null) => new Extraction(Model, _flow, Values).Cut(boundary, parentDigest);

    private void RequireData(string name)
    {
        var graph = Model.Graph;
        if (_flow.Find(name) is not null) return;
        if (_flow.IsData(name)) throw new CutException($"'{name}' leads to no output of the model: nothing behind it would be left to run");
        if (graph.Constants.ContainsKey(name) || graph.SparseInitializers.Any(s => s.Name == name) || graph.Nodes.Any(n => n.Outputs.Contains(name)))
            throw new CutException($"'{name}' is a constant: each side has it, it never crosses");
        foreach (var node in graph.Nodes)
            if (node.Bodies.Any(b => Holds(b, name)))
                throw new CutException($"'{name}' is inside a body of {node}: a cut can't be there, only before or after the whole node");
        throw new CutException($"the model has no tensor '{name}'");
    }

    private static bool Holds(Graph body, string name) =>
        body.Inputs.Any(i => i.Name == name) || body.Initializers.Any(t => t.Name == name)
        || body.Nodes.Any(n => n.Outputs.Contains(name) || n.Bodies.Any(b => Holds(b, name)));

    private ImmutableArray<Boundary> Ordered(IEnumerable<NodeSet> heads) =>
    [
        .. heads
            .Where(h => h.Count > 0 && h.Count < _flow.Nodes.Length)
            .Select(h => (Head: h, Crossing: _flow.Crossing(h)))
            .Where(c => c.Crossing.Count > 0 && c.Crossing.TrueForAll(t => _carried[t] is not null))
            .Select(c => Describe(c.Head, c.Crossing))
            .OrderBy(b => b.HeadNodes).ThenBy(b => b.BytesAcross).ThenBy(b => b.Tensors[0].Name, StringComparer.Ordinal),
    ];

    private Boundary Describe(NodeSet head, List<int> crossing)
    {
        ImmutableArray<Value> tensors = [.. crossing.Select(c => _carried[c]!)];
        int nodes = head.Count;
        return new()
        {
            Tensors = tensors,
            HeadNodes = nodes,
            TailNodes = _flow.Nodes.Length - nodes,
            HeadMacs = _costs.Macs(head),
            TailMacs = _costs.Macs(head, inside: false),
            BytesAcross = tensors.Sum(t => t.Bytes!.Value),
            HeadPeakBytes = _costs.PeakBytes(head, isHead: true, crossing),
            TailPeakBytes = _costs.PeakBytes(head, isHead: false, crossing),
            CarriesInput = crossing.Exists(c => _flow.MakerOf[c] < 0),
            Head = head,
        };
    }
}
