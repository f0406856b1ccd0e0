using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;

namespace EdgeActors.Inference.Zoo;

/// <summary>What a model that answers in words says about a set, and how good that is.</summary>
/// <param name="Answers">In the order of the set's examples.</param>
/// <param name="Exact">Share of answers that are one of those wanted, 0 to 1.</param>
/// <param name="Bleu">BLEU-4 of the corpus, 0 to 1; 0 for questions, whose answers are shorter than four words.</param>
public sealed record WordedEvaluation(IReadOnlyList<string> Answers, double Exact, double Bleu)
{
    /// <param name="most">Of the set, the first examples only.</param>
    public static WordedEvaluation Run(
        PartitionSession encoder, ModelTask task, WordedPictures set, ChannelNormalization normalization, int most = int.MaxValue, CancellationToken cancellation = default)
    {
        var tables = normalization.Tables();
        var examples = set.Examples.Take(most).ToArray();
        var pixels = new float[set.PictureLength];
        var answers = new string[examples.Length];
        for (var i = 0; i < examples.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ChannelNormalization.Apply(set.Picture(examples[i].Picture), pixels, tables);
            var picture = TensorData.OfFloats(BlipNetwork.Pixels, [1, WordedPictures.Channels, set.Side, set.Side], pixels);
            var question = task.Inputs(examples[i].Question);
            answers[i] = ((TextAnswer)task.Read(encoder.Run(PartitionFeeds.Of(encoder, [picture], question)), examples[i].Question)).Text;
        }
        return Of(answers, examples);
    }

    /// <summary>0 to 100: BLEU-4 where pictures are described, exact answers where something is asked.</summary>
    public double Points(string task) => 100 * (task == TaskNames.ImageCaptioning ? Bleu : Exact);

    /// <summary>Compares answers with what was wanted, letter by letter but for case.</summary>
    public static WordedEvaluation Of(IReadOnlyList<string> answers, IReadOnlyList<WordedExample> examples) => new(
        answers,
        (double)answers.Zip(examples).Count(a => a.Second.Answers.Contains(a.First, StringComparer.OrdinalIgnoreCase)) / answers.Count,
        Data.Words.Bleu.OfCorpus(answers, [.. examples.Select(e => e.Answers)]));
}
