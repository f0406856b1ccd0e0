using System.Numerics.Tensors;
using EdgeActors.Inference.Sessions;
using EdgeActors.Planning.Rules;

namespace EdgeActors.Planning.Tagging;

/// <summary>The trained tagger: says of every word of a sentence what it is part of. An ONNX file within this assembly, written by <see cref="TaggerTraining"/>.</summary>
public sealed class SentenceTagger : IDisposable
{
    /// <summary>Metadata of the ONNX file: <see cref="TaggerTraining.Digest"/> of what it was trained on.</summary>
    internal const string DataKey = "edgeactors.sentences";

    /// <summary>Metadata of the ONNX file: <see cref="TagTransitions"/>.</summary>
    internal const string TransitionsKey = "edgeactors.transitions";

    private const int Longest = SentenceBounds.Longest;
    private const float Never = -1e9f;
    private static readonly int UseClasses = Enum.GetValues<EarlierAnswer>().Length;
    private static readonly Lazy<SentenceTagger> Own = new(() => new(Resource()));

    private readonly PartitionSession _session;
    private readonly TagTransitions _transitions;

    /// <param name="model">An ONNX file of <see cref="TaggerNetwork"/>.</param>
    /// <exception cref="InvalidDataException">The file has other inputs or outputs.</exception>
    public SentenceTagger(byte[] model)
    {
        _session = new(model, "the sentence tagger", new PartitionSessionOptions { Threads = 1 });
        if (_session.Inputs is not [{ Name: TaggerNetwork.Pieces, Shape: [_, Longest, WordPieces.PerWord] }, { Name: TaggerNetwork.Mask, Shape: [_, Longest] }]
            || _session.Outputs is not [{ Name: TaggerNetwork.Kinds, Shape: [_, Longest, WordTag.Classes] }, { Name: TaggerNetwork.Uses, Shape: [_, Longest, var uses] }, ..] || uses != UseClasses)
            throw new InvalidDataException($"The sentence tagger takes {string.Join("; ", _session.Inputs)} and gives {string.Join("; ", _session.Outputs)}; train it again with 'edgeactors planner train'.");
        _transitions = TagTransitions.Parse(_session.Metadata.GetValueOrDefault(TransitionsKey, ""));
    }

    /// <summary>The one that comes with the program.</summary>
    public static SentenceTagger Trained => Own.Value;

    /// <summary>The likeliest tags of a sentence in which every stretch has a first word (Viterbi 1967).</summary>
    /// <param name="words">At most <see cref="SentenceBounds.Longest"/>.</param>
    internal WordTag[] Tag(IReadOnlyList<Word> words)
    {
        var pieces = new long[Longest * WordPieces.PerWord];
        var mask = new long[Longest];
        for (var i = 0; i < words.Count; i++)
        {
            mask[i] = 1;
            WordPieces.Write(words[i].Norm, pieces.AsSpan(i * WordPieces.PerWord, WordPieces.PerWord));
        }
        var said = _session.Run(
            [TensorData.OfInt64s(TaggerNetwork.Pieces, [1, Longest, WordPieces.PerWord], pieces), TensorData.OfInt64s(TaggerNetwork.Mask, [1, Longest], mask)]);
        var kinds = Path(said[0].Floats.ToArray(), words.Count);
        var uses = said[1].Floats.ToArray();
        return [.. kinds.Select((kind, i) => WordTag.Of(kind, TensorPrimitives.IndexOfMax(uses.AsSpan(i * UseClasses, UseClasses))))];
    }

    public void Dispose() => _session.Dispose();

    private int[] Path(float[] logits, int words)
    {
        const int classes = WordTag.Classes;
        var best = new float[words, classes];
        var from = new int[words, classes];
        for (var i = 0; i < words; i++)
        {
            for (var kind = 0; kind < classes; kind++)
            {
                // A logit is the logarithm of a probability but for what is the same for all kinds of a word.
                best[i, kind] = i == 0 && !MayFollow(0, kind) ? Never : logits[i * classes + kind];
                if (i == 0)
                    continue;
                var before = Enumerable.Range(0, classes).Where(other => MayFollow(other, kind)).MaxBy(other => best[i - 1, other] + _transitions[other, kind]);
                from[i, kind] = before;
                best[i, kind] += best[i - 1, before] + _transitions[before, kind];
            }
        }
        var path = new int[words];
        if (words == 0)
            return path;
        path[^1] = Enumerable.Range(0, classes).MaxBy(kind => best[words - 1, kind]);
        for (var i = words - 1; i > 0; i--)
            path[i - 1] = from[i, path[i]];
        return path;
    }

    /// <summary>A word within a stretch follows the first or another word of its kind.</summary>
    private static bool MayFollow(int before, int kind) => kind == 0 || kind % 2 == 1 || before == kind || before == kind - 1;

    internal static byte[] Resource()
    {
        using var stream = typeof(SentenceTagger).Assembly.GetManifestResourceStream("sentence-tagger.onnx")
            ?? throw new InvalidOperationException("The assembly holds no sentence-tagger.onnx: it was built without src/Planning/Data/sentence-tagger.onnx.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
