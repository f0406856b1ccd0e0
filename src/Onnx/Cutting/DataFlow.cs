using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// The part of a graph that a cut divides: nodes that depend on a fed input and lead to an output. What depends on constants alone
/// is not data: either side computes it for itself. What leads to no output is dropped. Values that bodies capture count as read.
/// </summary>
internal sealed class DataFlow
{
    private static readonly HashSet<string> Random =
        ["RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli"];

    private readonly Dictionary<string, int> _makers = [];
    private readonly Dictionary<string, List<int>> _readers = [];

    public DataFlow(Graph graph)
    {
        Graph = graph;
        Inputs = [.. graph.FedInputs.Select(i => i.Name)];
        Outputs = [.. graph.Outputs.Select(o => o.Name).Distinct()];

        var data = new HashSet<string>(Inputs);
        foreach (var node in graph.Nodes)
            if (IsRandom(node) || node.Reads.Any(data.Contains)) data.UnionWith(node.Outputs.Where(o => o.Length > 0));

        var wanted = new HashSet<string>(Outputs);
        var useful = new Stack<Node>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(o => wanted.Contains(o) && data.Contains(o))) continue;
            wanted.UnionWith(node.Reads);
            useful.Push(node);
        }
        Nodes = [.. useful];
        Data = data;

        for (int i = 0; i < Nodes.Length; i++)
        {
            foreach (string output in Nodes[i].Outputs) _makers[output] = i;
            foreach (string read in Nodes[i].Reads.Where(data.Contains).Distinct())
            {
                if (!_readers.TryGetValue(read, out var readers)) _readers[read] = readers = [];
                readers.Add(i);
            }
        }
        Reads = [.. Nodes.Select(n => n.Reads.Where(data.Contains).Distinct().ToImmutableArray())];
        Makes = [.. Nodes.Select(n => n.Outputs.Where(o => o.Length > 0 && (_readers.ContainsKey(o) || Outputs.Contains(o))).ToImmutableArray())];
    }

    public Graph Graph { get; }

    public ImmutableArray<Node> Nodes { get; }

    public ImmutableHashSet<string> Inputs { get; }

    public ImmutableHashSet<string> Outputs { get; }

    /// <summary>Names of values that depend on a fed input.</summary>
    public IReadOnlySet<string> Data { get; }

    /// <summary>Per node, the data it reads.</summary>
    public ImmutableArray<ImmutableArray<string>> Reads { get; }

    /// <summary>Per node, the data it makes that something reads.</summary>
    public ImmutableArray<ImmutableArray<string>> Makes { get; }

    public int? MakerOf(string value) => _makers.TryGetValue(value, out int maker) ? maker : null;

    public IReadOnlyList<int> ReadersOf(string value) => _readers.TryGetValue(value, out var readers) ? readers : [];

    /// <summary>The nodes that a value needs, its maker included.</summary>
    public NodeSet Ancestors(IEnumerable<string> values)
    {
        var found = new NodeSet(Nodes.Length);
        var open = new Stack<int>(values.Select(MakerOf).OfType<int>());
        while (open.TryPop(out int node))
        {
            if (!found.Add(node)) continue;
            foreach (string read in Reads[node])
                if (MakerOf(read) is { } maker && !found[maker]) open.Push(maker);
        }
        return found;
    }

    /// <summary>What the rest needs of a head and of the inputs, in the order it is made.</summary>
    public ImmutableArray<string> Crossing(NodeSet head)
    {
        var crossing = ImmutableArray.CreateBuilder<string>();
        foreach (var input in Graph.FedInputs)
            if (Crosses(input.Name)) crossing.Add(input.Name);
        for (int i = 0; i < Nodes.Length; i++)
        {
            if (!head[i]) continue;
            foreach (string made in Makes[i])
                if (Crosses(made)) crossing.Add(made);
        }
        return crossing.ToImmutable();

        // An output of the model that the head makes must cross: the answer is put together behind the cut. An input that is
        // at the same time an output needs nobody.
        bool Crosses(string value) => (Outputs.Contains(value) && !Inputs.Contains(value)) || ReadersOf(value).Any(r => !head[r]);
    }

    private static bool IsRandom(Node node) => node.IsStandard && Random.Contains(node.Op);
}
