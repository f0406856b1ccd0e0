using System.Numerics.Tensors;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Inference.Tasks;

/// <summary>Reads a classifier's logits.</summary>
public static class ClassificationTask
{
    public const int DefaultTop = 5;

    /// <param name="logits">Float32, <c>[1, labels]</c> or <c>[labels]</c>, before softmax.</param>
    /// <exception cref="SessionException">As many logits as labels are needed, and finite.</exception>
    public static ClassificationAnswer Read(TensorData logits, IReadOnlyList<string> labels, int top = DefaultTop)
    {
        if (logits.Count != labels.Count)
            throw new SessionException(SessionException.RunFailed, $"The model answered {logits} for {labels.Count} labels: its manifest does not fit it.");
        var scores = new float[labels.Count];
        TensorPrimitives.SoftMax(Shifted(logits.Floats), scores);
        if (scores.Any(s => !float.IsFinite(s)))
            throw new SessionException(SessionException.RunFailed, "The model's logits are not finite: the features or the weights are damaged.");
        return new ClassificationAnswer([.. scores.Select((s, i) => new LabelScore(labels[i], s)).OrderByDescending(l => l.Score).Take(top)]);
    }

    /// <summary>The largest at 0, so that exp cannot overflow.</summary>
    private static float[] Shifted(ReadOnlySpan<float> logits)
    {
        var shifted = new float[logits.Length];
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max(logits), shifted);
        return shifted;
    }
}
