using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Inference.Bottlenecks;

/// <summary>
/// What the uncut network says to each picture of a set, computed once. A shifted or mirrored copy of the picture is taught the same answer; asking the
/// teacher anew each time (Beyer et al. 2022, section 3) would cost half a step.
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
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(OnnxFile.ToBytes(teacher), options);
        using var run = new RunOptions();
        var tables = normalization.Tables();
        var classes = set.Labels.Count;
        var logits = new float[(long)set.Count * classes];
        for (var start = 0; start < set.Count; start += BatchSize)
        {
            cancel.ThrowIfCancellationRequested();
            var count = Math.Min(BatchSize, set.Count - start);
            var pixels = new float[count * set.PictureLength];
            for (var i = 0; i < count; i++) ChannelNormalization.Apply(set.Picture(start + i), pixels.AsSpan(i * set.PictureLength, set.PictureLength), tables);

            using var batch = OrtValue.CreateTensorValueFromMemory(pixels, [count, PictureSet.Channels, set.Height, set.Width]);
            using var results = session.Run(run, [session.InputNames[0]], [batch], [session.OutputNames[0]]);
            results[0].GetTensorDataAsSpan<float>().CopyTo(logits.AsSpan(start * classes));
        }
        return new TeacherLogits(logits, classes);
    }
}
