using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Tests.Cutting;

/// <summary>A random directed graph of element-wise nodes over two inputs, made from a seed. Every node leads to an output.</summary>
internal static class RandomGraph
{
    public static Model Of(int seed, int nodes)
    {
        var random = new Random(seed);
        var b = new GraphBuilder($"random{seed}");
        List<Value> values = [b.Input("x", ElementType.Float, ["N", 3]), b.Input("y", ElementType.Float, ["N", 3])];
        var read = new HashSet<string>();
        for (int i = 0; i < nodes; i++)
        {
            var left = Any();
            values.Add(random.Next(4) switch
            {
                0 => b.Tanh(left),
                1 => b.Mul(left, b.Weight($"w{i}", [3], [0.5f, -0.25f, 0.75f])),
                _ => b.Add(left, Any()),
            });
        }
        // Sinks are outputs, and sometimes a value in the middle is one too.
        foreach (var value in values.Skip(2))
            if (!read.Contains(value.Name) || random.Next(8) == 0) b.Output(value);
        return b.Build();

        Value Any()
        {
            // Mostly recent values: long chains with skips, as networks have.
            var value = values[Math.Max(0, values.Count - 1 - random.Next(random.Next(1, values.Count + 1)))];
            read.Add(value.Name);
            return value;
        }
    }
}
