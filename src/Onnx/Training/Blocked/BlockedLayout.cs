using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Onnx.Training.Blocked;

/// <summary>
/// Fits a train step to the processor at hand: convolutions, and what lies between them, work on channels in blocks as wide as a vector
/// register, [batch, channels / block, height, width, block] (Georganas et al. 2018, "Anatomy of high-performance deep learning
/// convolutions on SIMD architectures", section II). The runtime does so itself where weights are constants; in training they are not,
/// so the step orders them in the graph. The result is for this process only: files keep the plain layout.
/// </summary>
internal static class BlockedLayout
{
    /// <param name="model">Every inner value that is to be considered has a declared type and shape.</param>
    /// <param name="block">Channels in a block; 1 leaves the model as it is.</param>
    public static Model Apply(Model model, int block)
    {
        if (block <= 1)
        {
            return model;
        }

        var target = new BlockedGraph(model.Graph, block);
        foreach (var node in model.Graph.Nodes)
        {
            if (!node.IsStandard || !BlockedRules.TryWrite(node, target))
            {
                target.Copy(node);
            }
        }

        return model with { Graph = target.Build(), Opsets = model.Opsets.SetItem(BlockedGraph.Domain, 1) };
    }
}
