using EdgeActors.Onnx.Training;

namespace EdgeActors.Planning.Tagging;

/// <summary>
/// Batches of tagged sentences, drawn and ordered anew for each epoch, roughened the way people type: slips of the finger, marks left out,
/// two sentences run together. Rare words give way to strange ones, and some words lose their own piece, so that the tagger learns to do without.
/// </summary>
internal sealed class TaggerBatches(Func<int, IReadOnlyList<TaggedSentence>> draw, int batchesPerEpoch, int batchSize, long seed) : IStepSource
{
    public const string KindTarget = "kind_labels";
    public const string UseTarget = "use_labels";

    private const long Ignored = -100;
    private const int Longest = SentenceBounds.Longest;

    /// <summary>A word that stands in fewer than one of so many sentences is rare: nothing should hang on it.</summary>
    private const int RareShare = 250, Rare = 3;

    private const double Strangers = 0.3;
    private const double Joined = 0.15, Bare = 0.15, Slips = 0.04, Unknown = 0.2, Blank = 0.06;
    private static readonly string[] Joints = [",", "and", "then", "also", "-", "plus", ", and", "and then", ", then", "but", "so", "", "", "."];
    private IReadOnlyList<TaggedSentence> _sentences = [];
    private string[] _rare = [];
    private HashSet<string> _known = [];
    private int[] _order = [];
    private int _epoch = -1;

    public int BatchSize => batchSize;

    public int BatchesPerEpoch => batchesPerEpoch;

    public void Fill(int epoch, int batch, TrainStep step)
    {
        if (_epoch != epoch)
        {
            (_epoch, _sentences) = (epoch, draw(epoch));
            _order = new SeededRandom(seed, epoch).Permutation(_sentences.Count);
            var rare = _sentences.SelectMany(sentence => sentence.Words).CountBy(word => word).ToLookup(word => word.Value <= Rare || word.Value * RareShare <= _sentences.Count, word => word.Key);
            _rare = [.. rare[true].Where(word => word.Length > 3 && word.All(char.IsAsciiLetter)).Order(StringComparer.Ordinal)];
            _known = [.. rare[false]];
        }
        var pieces = step.Input<long>(TaggerNetwork.Pieces);
        var mask = step.Input<long>(TaggerNetwork.Mask);
        var kinds = step.Input<long>(KindTarget);
        var uses = step.Input<long>(UseTarget);
        pieces.Clear();
        mask.Clear();
        kinds.Fill(Ignored);
        uses.Fill(Ignored);
        for (var row = 0; row < batchSize; row++)
        {
            var index = _order[(batch * batchSize + row) % _order.Length];
            var random = new SeededRandom(seed, epoch, index + 1);
            var (words, tags) = Rough(index, ref random);
            for (var i = 0; i < Math.Min(words.Count, Longest); i++)
            {
                var at = row * Longest + i;
                mask[at] = 1;
                kinds[at] = tags[i].Class;
                uses[at] = (long)tags[i].Uses;
                if (random.NextDouble() >= Blank)
                    WordPieces.Write(Slipped(tags[i].Kind is SpanKind.Unsupported or SpanKind.Attack ? words[i] : Strange(words[i], ref random), ref random), pieces.Slice(at * WordPieces.PerWord, WordPieces.PerWord), random.NextDouble() >= Unknown);
            }
        }
    }

    private (List<string> Words, List<WordTag> Tags) Rough(int index, ref SeededRandom random)
    {
        var words = new List<string>();
        var tags = new List<WordTag>();
        Append(_sentences[index]);
        if (random.NextDouble() < Joined && _sentences[random.NextInt(_sentences.Count)] is var other && words.Count + other.Words.Length + 2 <= Longest)
        {
            if (words[^1] is "." or "!" or "?" or ";" && random.NextBool())
            {
                words.RemoveAt(words.Count - 1);
                tags.RemoveAt(tags.Count - 1);
            }
            foreach (var joint in Joints[random.NextInt(Joints.Length)].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                words.Add(joint);
                tags.Add(default);
            }
            Append(other);
        }
        if (random.NextDouble() < Bare)
            for (var i = words.Count - 1; i >= 0 && words.Count > 1; i--)
                if (words[i] is "," or "." or "?" or "!" or "'" or "\"" or ":")
                {
                    words.RemoveAt(i);
                    tags.RemoveAt(i);
                }
        return (words, tags);

        void Append(TaggedSentence sentence)
        {
            words.AddRange(sentence.Words);
            tags.AddRange(sentence.Tags);
        }
    }

    /// <summary>Now and then, instead of a rare word, one that nobody knows, made of two halves. What a thing is called does not tell what is asked of it.</summary>
    private string Strange(string word, ref SeededRandom random)
    {
        if (_rare.Length == 0 || _known.Contains(word) || word.Length < 4 || !word.All(char.IsAsciiLetter) || random.NextDouble() >= Strangers)
            return word;
        var (one, other) = (_rare[random.NextInt(_rare.Length)], _rare[random.NextInt(_rare.Length)]);
        return one[..((one.Length + 1) / 2)] + other[(other.Length / 2)..];
    }

    private static string Slipped(string word, ref SeededRandom random)
    {
        if (word.Length < 4 || random.NextDouble() >= Slips)
            return word;
        var at = 1 + random.NextInt(word.Length - 2);
        return random.NextInt(3) switch
        {
            0 => word.Remove(at, 1),
            1 => word.Insert(at, word[at].ToString()),
            _ => $"{word[..at]}{word[at + 1]}{word[at]}{word[(at + 2)..]}",
        };
    }
}
