using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Data;

/// <summary>How often a classifier is right on a picture set.</summary>
/// <param name="Correct">Pictures whose class has the largest logit.</param>
/// <param name="Loss">Mean cross-entropy.</param>
public sealed record ClassifierEvaluation(int Pictures, int Correct, double Loss)
{
    private const int BatchSize = 100;

    /// <summary>Share of pictures that are right, 0..1.</summary>
    public double Accuracy => (double)Correct / Pictures;

    /// <summary>Runs <paramref name="network"/>, pictures [batch, 3, height, width] in and logits [batch, classes] out, over the whole set.</summary>
    public static ClassifierEvaluation Run(Model network, PictureSet set, ChannelNormalization normalization, int threads = 1)
    {
        var (correct, loss) = (0, 0.0);
        foreach (var (start, count, logits) in PictureLogits.Of(network, set, normalization, BatchSize, threads))
        {
            var classes = logits.Length / count;
            for (var i = 0; i < count; i++)
            {
                Score(logits.AsSpan(i * classes, classes), set.Classes[start + i], ref correct, ref loss);
            }
        }

        return new ClassifierEvaluation(set.Count, correct, loss / set.Count);
    }

    private static void Score(ReadOnlySpan<float> logits, int label, ref int correct, ref double loss)
    {
        var (best, sum) = (0, 0.0);
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        foreach (var logit in logits)
        {
            sum += Math.Exp(logit - logits[best]);
        }

        correct += best == label ? 1 : 0;
        loss += Math.Log(sum) - (logits[label] - logits[best]);
    }
}
