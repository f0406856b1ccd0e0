using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Planning.Tagging;

/// <summary>Trains the sentence tagger by the project's own train step, on sentences of the grammar and requests marked by hand.</summary>
/// <param name="grammar">The lines of <c>grammar.txt</c>; its <c>sentence</c> lines are drawn from.</param>
/// <param name="marked">Requests as <see cref="MarkedText"/>, empty lines and lines from <c>#</c> aside.</param>
public sealed class TaggerTraining(IEnumerable<string> grammar, IEnumerable<string> marked, TimeProvider time)
{
    /// <summary>Of the tagger that comes with the program.</summary>
    public const int Epochs = 8;

    private const long Seed = 6;
    private const int BatchSize = 32;

    /// <summary>Sentences drawn by one line of the grammar for an epoch.</summary>
    private const int PerLine = 40;

    /// <summary>How often a request marked by hand is shown for each sentence of the grammar.</summary>
    private const int MarkedShare = 3;

    private const string Sentence = "sentence";

    private static readonly TrainStepOptions Step = new()
    {
        Losses = [.. Enumerable.Range(0, TaggerNetwork.Members).SelectMany(member => new Loss[]
        {
            new CrossEntropy(TaggerNetwork.Of(TaggerNetwork.Kinds, member), TaggerBatches.KindTarget, Smoothing: 0.03f),
            new CrossEntropy(TaggerNetwork.Of(TaggerNetwork.Uses, member), TaggerBatches.UseTarget, Smoothing: 0.03f) { Weight = 0.7f },
        })],
        Optimizer = new AdamW { WeightDecay = 0.02f },
        ClipNorm = 1,
    };

    private readonly ImmutableArray<string> _grammar = [.. grammar];
    private readonly ImmutableArray<string> _marked = [.. marked.Where(line => line.Length > 0 && line[0] != '#')];

    /// <summary>Names the data: SHA-256 over its lines.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', _grammar.Concat(_marked)))));

    /// <summary>The tagger, an ONNX file.</summary>
    public byte[] Train(int epochs, Action<TrainingProgress>? report, CancellationToken cancelled)
    {
        var rules = new Grammar(_grammar);
        var byHand = _marked.SelectMany(line => Enumerable.Repeat(line, MarkedShare)).SelectMany(TaggedSentence.Of).ToImmutableArray();
        var batches = Draw(rules, byHand, epoch: 0).Count / BatchSize;
        using var step = new TrainStep(TaggerNetwork.Create(Seed), Step, BatchSize);
        var source = new TaggerBatches(epoch => Draw(rules, byHand, epoch), batches, BatchSize, Seed);
        new Trainer(step, source, new TrainingOptions { Epochs = epochs, Schedule = new OneCycle(0.004f), Data = Digest }, time).Run(report, cancelled);
        var trained = step.Trained();
        var metadata = trained.Metadata.SetItem(SentenceTagger.DataKey, Digest).SetItem(SentenceTagger.TransitionsKey, TagTransitions.Of(byHand).ToString());
        return OnnxFile.ToBytes(trained with { Metadata = metadata });
    }

    /// <summary>The sentences of an epoch: other ones of the grammar each time.</summary>
    private static IReadOnlyList<TaggedSentence> Draw(Grammar rules, ImmutableArray<TaggedSentence> byHand, int epoch)
    {
        var sentences = new List<TaggedSentence>(byHand);
        for (var line = 0; line < rules.Count(Sentence); line++)
        {
            var random = new SeededRandom(Seed, epoch, line);
            for (var i = 0; i < PerLine; i++)
                sentences.AddRange(TaggedSentence.Of(rules.Draw(Sentence, line, ref random)));
        }
        return sentences;
    }
}
