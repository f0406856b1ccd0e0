using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Tasks;

/// <summary>Logits in, labels out.</summary>
public sealed class ImageClassification(IReadOnlyList<string> labels) : ModelTask
{
    public override Answer Read(IReadOnlyList<TensorData> outputs, string? question) => ClassificationTask.Read(outputs[0], labels);
}
