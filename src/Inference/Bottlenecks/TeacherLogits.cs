using System.Numerics.Tensors;
using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// What the uncut network says to each picture of a set and its mirror image in the mean, computed once. A shifted or mirrored copy of the picture is taught
/// the same answer; asking the teacher anew each time (Beyer et al. 2022, section 3) would cost half a step.
/// </summary>
internal sealed class TeacherLogits
{
    private const int BatchSize = 64;

    private readonly float[] _logits;
    private readonly int _classes;

    private TeacherLogits(float[] logits, int classes) => (_logits, _classes) = (logits, classes);

    /// <summary>Of one picture, by its index in the set.</summary>
    public ReadOnlySpan<float> Of(int picture) => _logits.AsSpan(picture * _classes, _classes);

    public static TeacherLogits Run(Model teacher, PictureSet set, ChannelNormalization normalization, int threads, CancellationToken cancel)
    {
        var classes = set.Labels.Count;
        var logits = new float[(long)set.Count * classes];
        foreach (var pictures in new[] { set, set.Mirrored() })
            foreach (var (start, _, batch) in PictureLogits.Of(teacher, pictures, normalization, BatchSize, threads))
            {
                cancel.ThrowIfCancellationRequested();
                var sum = logits.AsSpan(start * classes, batch.Length);
                TensorPrimitives.MultiplyAdd(batch, 0.5f, sum, sum);
            }
        return new TeacherLogits(logits, classes);
    }
}
