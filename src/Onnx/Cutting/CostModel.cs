using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>What each part of a flow costs: multiply-adds, weights, and values alive at once. Everything for one example.</summary>
internal sealed class CostModel
{
    private readonly DataFlow _flow;
    private readonly long[] _macs;
    private readonly long[] _bytes;
    private readonly int[][] _weights;
    private readonly List<long> _weightBytes = [];
    private readonly long[] _bodyBytes;

    public CostModel(DataFlow flow, ImmutableDictionary<string, Value> values)
    {
        _flow = flow;
        _macs = [.. flow.Nodes.Select(n => MultiplyAdds.Of(n, values.GetValueOrDefault))];
        _bytes = [.. flow.Names.Select(n => values.GetValueOrDefault(n)?.Bytes ?? 0)];
        _bodyBytes = [.. flow.Nodes.Select(n => n.Bodies.Sum(BodyBytes))];
        var ids = new Dictionary<string, int>();
        _weights = [.. flow.Nodes.Select(n => n.Reads.Where(r => !flow.IsData(r)).Distinct().Select(Weight).ToArray())];

        int Weight(string name)
        {
            if (ids.TryGetValue(name, out int id)) return id;
            _weightBytes.Add(values.GetValueOrDefault(name)?.Bytes ?? 0);
            return ids[name] = ids.Count;
        }
    }

    public long Macs(NodeSet nodes, bool inside = true)
    {
        long sum = 0;
        for (int i = 0; i < _macs.Length; i++)
            if (nodes[i] == inside) sum += _macs[i];
        return sum;
    }

    /// <summary>Weights, and the peak of the values alive when the nodes of one side run in order.</summary>
    /// <param name="head">The nodes before the cut.</param>
    /// <param name="isHead">Which side is asked for.</param>
    /// <param name="crossing">Alive at the end of the head, and from the start of the tail.</param>
    public long PeakBytes(NodeSet head, bool isHead, List<int> crossing)
    {
        const int Forever = int.MaxValue;
        int[] lastUse = new int[_bytes.Length];
        bool[] counted = new bool[_weightBytes.Count];
        long weights = 0;
        for (int node = 0; node < _macs.Length; node++)
        {
            if (head[node] != isHead) continue;
            foreach (int read in _flow.Reads[node]) lastUse[read] = node;
            weights += _bodyBytes[node];
            foreach (int weight in _weights[node])
            {
                if (counted[weight]) continue;
                counted[weight] = true;
                weights += _weightBytes[weight];
            }
        }
        // A caller holds what it feeds and what it is given back.
        foreach (int crosses in crossing) lastUse[crosses] = Forever;
        long alive = 0;
        foreach (int fed in isHead ? _flow.Inputs.AsSpan() : System.Runtime.InteropServices.CollectionsMarshal.AsSpan(crossing))
        {
            lastUse[fed] = Forever;
            alive += _bytes[fed];
        }

        long peak = alive;
        for (int node = 0; node < _macs.Length; node++)
        {
            if (head[node] != isHead) continue;
            foreach (int made in _flow.Makes[node]) alive += _bytes[made];
            peak = Math.Max(peak, alive);
            foreach (int value in _flow.Reads[node])
                if (lastUse[value] == node) alive -= _bytes[value];
        }
        return weights + peak;
    }

    private static long BodyBytes(Graph body) => body.Initializers.Sum(t => t.ByteLength) + body.Nodes.Sum(n => n.Bodies.Sum(BodyBytes));
}
