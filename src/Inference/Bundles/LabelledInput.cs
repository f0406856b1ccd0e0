using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Bundles;

/// <param name="Input">One example, batch in front.</param>
/// <param name="Label">Index of its right label; without meaning where <see cref="BundleExamples.Score"/> judges.</param>
public sealed record LabelledInput(TensorData Input, int Label)
{
    /// <summary>What the graph takes beside it, such as a question; both sides of a cut have it.</summary>
    public IReadOnlyList<TensorData> Question { get; init; } = [];

    /// <summary>What a partition that starts at the input takes of this.</summary>
    internal IReadOnlyList<TensorData> For(PartitionSession session) =>
        PartitionFeeds.Of(session, [session.Inputs.Any(i => i.Name == Input.Name) ? Input : Input.Named(session.Inputs[0].Name)], Question);
}
