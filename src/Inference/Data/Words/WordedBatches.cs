using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Data.Words;

/// <summary>
/// Batches of pictures with words for a BLIP-shaped network (<see cref="Zoo.BlipNetwork.Training"/>): pictures, several questions about each with
/// their masks, answers shifted by one (the decoder reads the start and all but the last token, and is to say all tokens and the end). An epoch
/// shows every picture once and draws its texts. What batch <c>b</c> of epoch <c>e</c> holds depends on (seed, e, b) alone.
/// </summary>
public sealed class WordedBatches : IStepSource
{
    private const long Ignored = -100;

    private readonly WordedPictures _set;
    private readonly TextTokenizer _tokenizer;
    private readonly TextFormat _format;
    private readonly WordedBatchOptions _options;
    private readonly long _seed;
    private readonly float[][] _scale;
    private readonly (int Picture, (string? Question, string Answer)[] Texts)[] _pictures;
    private int[] _order = [];
    private int _orderedEpoch = -1;

    public WordedBatches(
        WordedPictures set, TextTokenizer tokenizer, TextFormat format, WordedBatchOptions options, ChannelNormalization normalization, long seed)
    {
        (_set, _tokenizer, _format, _options, _seed) = (set, tokenizer, format, options, seed);
        _scale = normalization.Tables();
        _pictures = [.. set.Examples.GroupBy(e => e.Picture).OrderBy(p => p.Key)
            .Select(p => (p.Key, p.SelectMany(e => e.Answers.Select(a => (e.Question, a))).ToArray()))];
        if (BatchesPerEpoch == 0) throw new DataSetException($"A batch of {BatchSize} pictures can't be filled: {set.Name} has {_pictures.Length}.");
    }

    /// <summary>Pictures.</summary>
    public int BatchSize => _options.BatchSize;

    public int BatchesPerEpoch => _pictures.Length / BatchSize;

    public void Fill(int epoch, int batch, TrainStep step)
    {
        if (_orderedEpoch != epoch) (_order, _orderedEpoch) = (new SeededRandom(_seed, epoch).Permutation(_pictures.Length), epoch);
        var pixels = step.Input<float>(Zoo.BlipNetwork.Pixels);
        for (var i = 0; i < BatchSize; i++)
        {
            var (picture, texts) = _pictures[_order[batch * BatchSize + i]];
            var random = new SeededRandom(_seed, epoch, 1 + picture);
            _options.Augmentation.Apply(_set.Picture(picture), pixels.Slice(i * _set.PictureLength, _set.PictureLength), _set.Side, _set.Side, _scale, ref random);
            var drawn = random.Permutation(texts.Length);
            for (var t = 0; t < _options.Texts; t++)
            {
                var (question, answer) = texts[drawn[t % drawn.Length]];
                if (question is not null) Ask(Paraphrased(question, ref random), i * _options.Texts + t, step);
                Answer(answer, i * _options.Texts + t, step);
            }
        }
    }

    private void Ask(string question, int row, TrainStep step)
    {
        foreach (var tensor in _tokenizer.Question(question, _format))
        {
            var input = tensor.Name == _format.MaskTensor ? Zoo.BlipNetwork.QuestionMask : Zoo.BlipNetwork.QuestionIds;
            tensor.Int64s.CopyTo(step.Input<long>(input).Slice(row * _format.QuestionTokens, _format.QuestionTokens));
        }
    }

    /// <summary>A text longer than the decoder writes would teach it to stop in the middle, so it is refused.</summary>
    private void Answer(string answer, int row, TrainStep step)
    {
        var tokens = _tokenizer.Encode(answer);
        if (tokens.Count > _format.MaxTokens)
            throw new DataSetException($"'{answer}' of {_set.Name} has {tokens.Count} tokens, the decoder writes at most {_format.MaxTokens}.");
        var length = _format.MaxTokens + 1;
        var read = step.Input<long>(Zoo.BlipNetwork.AnswerIds).Slice(row * length, length);
        var said = step.Input<long>(WordedBatchOptions.Target).Slice(row * length, length);
        read.Fill(_format.Pad);
        said.Fill(Ignored);
        read[0] = _format.Start;
        for (var i = 0; i < tokens.Count; i++) (read[i + 1], said[i]) = (tokens[i], tokens[i]);
        said[tokens.Count] = _format.End;
    }

    private string Paraphrased(string question, ref SeededRandom random)
    {
        foreach (var (word, other) in _options.Synonyms)
            if (random.NextDouble() < _options.SynonymShare) question = question.Replace(word, other, StringComparison.Ordinal);
        return question;
    }
}
