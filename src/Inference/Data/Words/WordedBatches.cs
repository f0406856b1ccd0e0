using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data.Words;

/// <summary>
/// Batches of pictures with words for a BLIP-shaped network (<see cref="Zoo.BlipNetwork.Training"/>): pictures, questions with their masks,
/// answers shifted by one (the decoder reads the start and all but the last token, and is to say all tokens and the end). Of several answers one is
/// drawn each time. What batch <c>b</c> of epoch <c>e</c> holds depends on (seed, e, b) alone.
/// </summary>
public sealed class WordedBatches(
    WordedPictures set, TextTokenizer tokenizer, TextFormat format, WordedBatchOptions options, ChannelNormalization normalization, long seed) : IStepSource
{
    private const long Ignored = -100;

    private readonly float[][] _scale = normalization.Tables();
    private int[] _order = [];
    private int _orderedEpoch = -1;

    public int BatchSize => options.BatchSize;

    public int BatchesPerEpoch => set.Examples.Count / BatchSize;

    public void Fill(int epoch, int batch, TrainStep step)
    {
        if (_orderedEpoch != epoch) (_order, _orderedEpoch) = (new SeededRandom(seed, epoch).Permutation(set.Examples.Count), epoch);
        var pixels = step.Input<float>(Zoo.BlipNetwork.Pixels);
        for (var i = 0; i < BatchSize; i++)
        {
            var index = _order[batch * BatchSize + i];
            var random = new SeededRandom(seed, epoch, 1 + index);
            var example = set.Examples[index];
            options.Augmentation.Apply(set.Picture(example.Picture), pixels.Slice(i * set.PictureLength, set.PictureLength), set.Side, set.Side, _scale, ref random);
            if (example.Question is { } question) Ask(Paraphrased(question, ref random), i, step);
            Answer(example.Answers[random.NextInt(example.Answers.Count)], i, step);
        }
    }

    private void Ask(string question, int row, TrainStep step)
    {
        var (ids, mask) = TokensOf(question);
        ids.CopyTo(step.Input<long>(Zoo.BlipNetwork.QuestionIds).Slice(row * ids.Length, ids.Length));
        mask.CopyTo(step.Input<long>(Zoo.BlipNetwork.QuestionMask).Slice(row * mask.Length, mask.Length));
    }

    private (long[] Ids, long[] Mask) TokensOf(string question)
    {
        var tensors = tokenizer.Question(question, format);
        return (tensors[0].Int64s.ToArray(), tensors[1].Int64s.ToArray());
    }

    /// <summary>A text longer than the decoder writes would teach it to stop in the middle, so it is refused.</summary>
    private void Answer(string answer, int row, TrainStep step)
    {
        var tokens = tokenizer.Encode(answer);
        if (tokens.Count > format.MaxTokens)
            throw new DataSetException($"'{answer}' of {set.Name} has {tokens.Count} tokens, the decoder writes at most {format.MaxTokens}.");
        var length = format.MaxTokens + 1;
        var read = step.Input<long>(Zoo.BlipNetwork.AnswerIds).Slice(row * length, length);
        var said = step.Input<long>(WordedBatchOptions.Target).Slice(row * length, length);
        read.Fill(format.Pad);
        said.Fill(Ignored);
        read[0] = format.Start;
        for (var i = 0; i < tokens.Count; i++) (read[i + 1], said[i]) = (tokens[i], tokens[i]);
        said[tokens.Count] = format.End;
    }

    private string Paraphrased(string question, ref SeededRandom random)
    {
        foreach (var (word, other) in options.Synonyms)
            if (random.NextDouble() < options.SynonymShare) question = question.Replace(word, other, StringComparison.Ordinal);
        return question;
    }
}
