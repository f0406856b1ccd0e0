using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// Swaps a ReLU and the maximum pooling that follows it: max(relu(x)) = relu(max(x)), and the ReLU with its gradient then works on a
/// quarter of the elements. Only where nothing else reads the ReLU's result.
/// </summary>
internal static class PoolBeforeRelu
{
    /// <param name="kept">Values that somebody asks for by name.</param>
    public static Graph Apply(Graph graph, IReadOnlyCollection<string> kept)
    {
        var readers = graph.Nodes.SelectMany(n => n.Reads.Select(name => (name, n))).ToLookup(r => r.name, r => r.n);
        var outputs = graph.Outputs.Select(o => o.Name).Concat(kept).ToHashSet();
        var nodes = graph.Nodes.ToDictionary(n => n.Outputs.First(o => o.Length > 0));
        foreach (var relu in graph.Nodes.Where(n => n is { Op: "Relu", IsStandard: true } && !outputs.Contains(n.Outputs[0])))
        {
            var between = relu.Outputs[0];
            if (readers[between].ToArray() is [{ Op: "MaxPool", IsStandard: true, Outputs.Length: 1 } pool])
            {
                nodes[between] = pool with { Inputs = relu.Inputs, Outputs = [between] };
                nodes[pool.Outputs[0]] = relu with { Inputs = [between], Outputs = pool.Outputs };
            }
        }

        return graph.With(nodes: [.. graph.Nodes.Select(n => nodes[n.Outputs.First(o => o.Length > 0)])], declared: graph.Declared.Clear());
    }
}
