using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>
/// Strict boundaries by definition: for every split of the nodes in which no tail node makes what a head node reads, the values that
/// the tail, or the model's caller, needs from the head's side.
/// </summary>
internal static class BruteForce
{
    public static HashSet<string> Boundaries(Graph graph)
    {
        var nodes = graph.Nodes;
        var inputs = graph.Inputs.Select(i => i.Name).ToHashSet();
        var outputs = graph.Outputs.Select(o => o.Name).ToHashSet();
        var found = new HashSet<string>();
        for (int mask = 1; mask < (1 << nodes.Length) - 1; mask++)
        {
            var head = nodes.Where((_, i) => (mask >> i & 1) != 0).ToList();
            var tail = nodes.Except(head).ToList();
            var early = inputs.Concat(head.SelectMany(n => n.Outputs)).ToHashSet();
            var late = tail.SelectMany(n => n.Outputs).ToHashSet();
            if (head.SelectMany(n => n.Inputs).Any(late.Contains)) continue;
            var needed = tail.SelectMany(n => n.Inputs).Where(early.Contains).Concat(outputs.Where(o => early.Contains(o) && !inputs.Contains(o)));
            found.Add(Key(needed));
        }
        return found;
    }

    public static string Key(IEnumerable<string> names) => string.Join(",", names.Distinct().Order(StringComparer.Ordinal));
}
