using System.Collections.Immutable;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Cutting;

/// <summary>What each part of a flow costs: multiply-adds, weights, and values alive at once. Everything for one example.</summary>
internal sealed class CostModel
{
    private readonly DataFlow _flow;
    private readonly ImmutableDictionary<string, Value> _values;
    private readonly long[] _macs;
    private readonly long[] _bodyWeights;
    private readonly Dictionary<string, int> _ids = [];
    private readonly long[] _bytes;
    private readonly int[][] _reads;
    private readonly int[][] _makes;
    private readonly int[][] _weights;
    private readonly int[] _inputs;

    public CostModel(DataFlow flow, ImmutableDictionary<string, Value> values)
    {
        (_flow, _values) = (flow, values);
        _macs = [.. flow.Nodes.Select(n => MultiplyAdds.Of(n, Find))];
        _bodyWeights = [.. flow.Nodes.Select(n => n.Bodies.Sum(BodyWeights))];
        _inputs = [.. flow.Inputs.Select(Id)];
        _reads = [.. flow.Reads.Select(r => r.Select(Id).ToArray())];
        _makes = [.. flow.Makes.Select(m => m.Select(Id).ToArray())];
        _weights = [.. flow.Nodes.Select(n => n.Reads.Where(r => !flow.Data.Contains(r)).Select(Id).Distinct().ToArray())];
        _bytes = new long[_ids.Count];
        foreach (var (name, id) in _ids) _bytes[id] = Find(name)?.Bytes ?? 0;
    }

    public Value? Find(string name) => _values.GetValueOrDefault(name);

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
    public long PeakBytes(NodeSet head, bool isHead, IEnumerable<string> crossing)
    {
        int[] lastUse = new int[_bytes.Length];
        bool[] counted = new bool[_bytes.Length];
        long weights = 0;
        for (int i = 0; i < _reads.Length; i++)
        {
            if (head[i] != isHead) continue;
            foreach (int read in _reads[i]) lastUse[read] = i;
            weights += _bodyWeights[i];
            foreach (int weight in _weights[i])
            {
                if (counted[weight]) continue;
                counted[weight] = true;
                weights += _bytes[weight];
            }
        }
        // A caller holds what it feeds and what it is given back.
        var kept = crossing.Where(_ids.ContainsKey).Select(c => _ids[c]).ToList();
        long alive = 0;
        foreach (int given in isHead ? _inputs : [.. kept])
        {
            lastUse[given] = int.MaxValue;
            alive += _bytes[given];
        }
        if (isHead) foreach (int crosses in kept) lastUse[crosses] = int.MaxValue;
        foreach (string output in _flow.Outputs)
            if (_ids.TryGetValue(output, out int id)) lastUse[id] = int.MaxValue;

        long peak = alive;
        for (int i = 0; i < _reads.Length; i++)
        {
            if (head[i] != isHead) continue;
            foreach (int made in _makes[i]) alive += _bytes[made];
            peak = Math.Max(peak, alive);
            foreach (int value in _reads[i].Concat(_makes[i]))
            {
                if (lastUse[value] > i || counted[value]) continue;
                counted[value] = true;
                alive -= _bytes[value];
            }
        }
        return weights + peak;
    }

    private static long BodyWeights(Graph body) =>
        body.Initializers.Sum(t => t.ByteLength) + body.Nodes.Sum(n => n.Bodies.Sum(BodyWeights));

    private int Id(string name)
    {
        if (!_ids.TryGetValue(name, out int id)) _ids[name] = id = _ids.Count;
        return id;
    }
}
