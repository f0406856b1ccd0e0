using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Zoo;

/// <summary>The same weights in another graph.</summary>
internal static class BlipWeights
{
    /// <summary>The target with those of its weights that the source has by name.</summary>
    public static Model From(this Model target, Model source)
    {
        var trained = source.Graph.Initializers.Where(t => t.Name.EndsWith(".weight", StringComparison.Ordinal) || t.Name.EndsWith(".bias", StringComparison.Ordinal))
            .ToDictionary(t => t.Name);
        return target with { Graph = target.Graph.WithConstants(trained) };
    }
}
