using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>
/// The part of a graph that a cut divides: nodes that depend on a fed input and lead to an output. What depends on constants alone
/// is not data: either side computes it for itself. What leads to no output is dropped. Values that bodies capture count as read.
/// Nodes and values are numbered, so that a thousand boundaries of a thousand nodes cost milliseconds.
/// </summary>
internal sealed class DataFlow
{
    private static readonly HashSet<string> Random =
        ["RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Multinomial", "Bernoulli"];

    private readonly Dictionary<string, int> _ids = [];
    private readonly HashSet<string> _data;

    /// <param name="common">Inputs that both sides of a cut are fed.</param>
    public DataFlow(Graph graph, IReadOnlyCollection<string> common)
    {
        (Graph, Common) = (graph, common);
        _data = [.. graph.FedInputs.Select(i => i.Name)];
        foreach (var node in graph.Nodes)
            if (IsRandom(node) || node.Reads.Any(_data.Contains)) _data.UnionWith(node.Outputs.Where(o => o.Length > 0));

        var wanted = graph.Outputs.Select(o => o.Name).ToHashSet();
        var useful = new Stack<Node>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(o => wanted.Contains(o) && _data.Contains(o))) continue;
            wanted.UnionWith(node.Reads);
            useful.Push(node);
        }
        Nodes = [.. useful];

        Inputs = [.. graph.FedInputs.Select(i => Number(i.Name))];
        Makes = [.. Nodes.Select(n => n.Outputs.Where(wanted.Contains).Select(Number).ToArray())];
        Reads = [.. Nodes.Select(n => n.Reads.Where(_data.Contains).Distinct().Select(Number).ToArray())];
        Names = [.. _ids.OrderBy(i => i.Value).Select(i => i.Key)];

        MakerOf = [.. Enumerable.Repeat(-1, Names.Length)];
        var readers = Names.Select(_ => new List<int>()).ToArray();
        for (int node = 0; node < Nodes.Length; node++)
        {
            foreach (int made in Makes[node]) MakerOf[made] = node;
            foreach (int read in Reads[node]) readers[read].Add(node);
        }
        ReadersOf = [.. readers.Select(r => r.ToArray())];
        // An input that is an output at the same time needs nobody.
        IsOutput = [.. Names.Select((name, id) => MakerOf[id] >= 0 && graph.Outputs.Any(o => o.Name == name))];
    }

    public Graph Graph { get; }

    /// <summary>Inputs that never cross, because both sides are fed them.</summary>
    public IReadOnlyCollection<string> Common { get; }

    public ImmutableArray<Node> Nodes { get; }

    /// <summary>The name of each value.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The fed inputs.</summary>
    public int[] Inputs { get; }

    /// <summary>Per node, the data it reads, captures included.</summary>
    public int[][] Reads { get; }

    /// <summary>Per node, the values it makes that something reads.</summary>
    public int[][] Makes { get; }

    /// <summary>Per value, the node that makes it; -1 for an input.</summary>
    public int[] MakerOf { get; }

    public int[][] ReadersOf { get; }

    /// <summary>Whether a value is made by a node and is an output of the model.</summary>
    public bool[] IsOutput { get; }

    /// <summary>Whether a value depends on a fed input, useful or not.</summary>
    public bool IsData(string name) => _data.Contains(name);

    public int? Find(string name) => _ids.TryGetValue(name, out int id) ? id : null;

    /// <summary>The nodes that some values need, their makers included.</summary>
    public NodeSet Ancestors(IEnumerable<int> values)
    {
        var found = new NodeSet(Nodes.Length);
        var open = new Stack<int>(values);
        while (open.TryPop(out int value))
        {
            if (MakerOf[value] is not (>= 0 and var maker) || !found.Add(maker)) continue;
            foreach (int read in Reads[maker]) open.Push(read);
        }
        return found;
    }

    /// <summary>What the rest needs of a head and of the inputs, in the order in which it is made.</summary>
    public List<int> Crossing(NodeSet head)
    {
        var crossing = new List<int>();
        foreach (int input in Inputs)
            if (IsReadOutside(input, head) && !Common.Contains(Names[input])) crossing.Add(input);
        for (int node = 0; node < Nodes.Length; node++)
        {
            if (!head[node]) continue;
            foreach (int made in Makes[node])
                // An output of the model that the head makes must cross: the answer is put together behind the cut.
                if (IsOutput[made] || IsReadOutside(made, head)) crossing.Add(made);
        }
        return crossing;
    }

    private bool IsReadOutside(int value, NodeSet head)
    {
        foreach (int reader in ReadersOf[value])
            if (!head[reader]) return true;
        return false;
    }

    private int Number(string name)
    {
        if (!_ids.TryGetValue(name, out int id)) _ids[name] = id = _ids.Count;
        return id;
    }

    private static bool IsRandom(Node node) => node.IsStandard && Random.Contains(node.Op);
}
