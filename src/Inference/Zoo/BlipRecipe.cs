using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>Everything that decides which weights come out of training a BLIP-shaped model of the zoo.</summary>
public sealed record BlipRecipe
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    /// <summary>One of <see cref="Tasks.TaskNames"/>.</summary>
    public required string Task { get; init; }

    /// <summary>The vocabulary is set when the data are known.</summary>
    public required BlipShape Shape { get; init; }

    public required WordedBatchOptions Batches { get; init; }

    public required Optimizer Optimizer { get; init; }

    public required Schedule Schedule { get; init; }

    public required int Epochs { get; init; }

    public float Smoothing { get; init; }

    public float ClipNorm { get; init; } = 1;

    /// <summary>Answers pursued at once when it is used.</summary>
    public int Beams { get; init; } = 1;

    /// <summary>Pictures set aside of the training set.</summary>
    public int HeldOut { get; init; } = 200;

    public long Seed { get; init; } = 1;

    /// <summary>Of CLIP's training pictures, as BLIP takes it (Radford et al. 2021).</summary>
    public static ChannelNormalization Normalization { get; } = new([0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f]);

    public TrainStepOptions Step => new()
    {
        Losses = [new CrossEntropy(BlipNetwork.Logits, WordedBatchOptions.Target, Smoothing)],
        Optimizer = Optimizer,
        ClipNorm = ClipNorm,
    };

    public TextFormat FormatFor(TextTokenizer tokenizer) => new()
    {
        Start = tokenizer.Require(WordVocabulary.Decode),
        End = tokenizer.Require(WordVocabulary.Separator),
        Pad = tokenizer.Require(WordVocabulary.Padding),
        MaxTokens = Shape.AnswerTokens,
        Beams = Beams,
        Question = Shape.QuestionTokens == 0 ? null : tokenizer.Require(WordVocabulary.Encode),
        QuestionTokens = Shape.QuestionTokens,
    };
}
