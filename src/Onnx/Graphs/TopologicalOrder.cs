using System.Collections.Immutable;

namespace EdgeActors.Onnx.Graphs;

/// <summary>Orders nodes so that each comes after all that it reads, staying as near to the order given as that allows.</summary>
internal static class TopologicalOrder
{
    /// <exception cref="OnnxFormatException">The nodes form a cycle, or two of them make the same value.</exception>
    public static ImmutableArray<Node> Sort(ImmutableArray<Node> nodes)
    {
        var makerOf = new Dictionary<string, int>();
        for (int i = 0; i < nodes.Length; i++)
            foreach (string output in nodes[i].Outputs)
                if (output.Length > 0 && !makerOf.TryAdd(output, i))
                    throw new OnnxFormatException($"value '{output}' is made twice: by {nodes[makerOf[output]]} and by {nodes[i]}");

        int[] waitingFor = new int[nodes.Length];
        var readers = new List<int>?[nodes.Length];
        bool sorted = true;
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (int maker in nodes[i].Reads.Where(makerOf.ContainsKey).Select(r => makerOf[r]).Distinct())
            {
                waitingFor[i]++;
                (readers[maker] ??= []).Add(i);
                sorted &= maker < i;
            }
        }
        if (sorted) return nodes;

        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < nodes.Length; i++)
            if (waitingFor[i] == 0) ready.Enqueue(i, i);
        var order = ImmutableArray.CreateBuilder<Node>(nodes.Length);
        while (ready.TryDequeue(out int next, out _))
        {
            order.Add(nodes[next]);
            foreach (int reader in readers[next] ?? [])
                if (--waitingFor[reader] == 0) ready.Enqueue(reader, reader);
        }
        if (order.Count < nodes.Length)
            throw new OnnxFormatException($"the graph has a cycle through {nodes[Array.FindIndex(waitingFor, w => w > 0)]}");
        return order.MoveToImmutable();
    }
}
