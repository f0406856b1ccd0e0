using EdgeActors.Onnx.Graphs;
using Microsoft.ML.OnnxRuntime;

namespace EdgeActors.Inference.Data;

/// <summary>What a classifier says to the pictures of a set.</summary>
internal static class PictureLogits
{
    /// <summary>Runs <paramref name="network"/>, pictures [batch, 3, height, width] in and logits [batch, classes] out, over the whole set.</summary>
    /// <returns>Batch after batch: the first picture, how many there are, and their logits.</returns>
    public static IEnumerable<(int Start, int Count, float[] Logits)> Of(Model network, PictureSet set, ChannelNormalization normalization, int batchSize, int threads)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(OnnxFile.ToBytes(network), options);
        using var run = new RunOptions();
        var tables = normalization.Tables();
        for (var start = 0; start < set.Count; start += batchSize)
        {
            var count = Math.Min(batchSize, set.Count - start);
            using var batch = OrtValue.CreateTensorValueFromMemory(set.Normalized(start, count, tables), [count, PictureSet.Channels, set.Height, set.Width]);
            using var results = session.Run(run, [session.InputNames[0]], [batch], [session.OutputNames[0]]);
            yield return (start, count, results[0].GetTensorDataAsSpan<float>().ToArray());
        }
    }
}
