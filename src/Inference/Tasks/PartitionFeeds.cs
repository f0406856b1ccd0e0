using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Tasks;

/// <summary>Which of the tensors at hand a partition takes.</summary>
public static class PartitionFeeds
{
    /// <summary>
    /// The tensors that came to this side (a picture, or what crossed a cut) and, of the question's, those that this part of the graph reads: a head
    /// before the question encoder reads none.
    /// </summary>
    public static IReadOnlyList<TensorData> Of(PartitionSession session, IReadOnlyList<TensorData> arrived, IReadOnlyList<TensorData> question) =>
        question.Count == 0 ? arrived : [.. arrived, .. question.Where(q => session.Inputs.Any(i => i.Name == q.Name))];
}
