using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Zoo;

/// <summary>The models that answer in words and that we train ourselves.</summary>
public static class BlipRecipes
{
    public static IReadOnlyList<BlipRecipe> All { get; } =
    [
        new()
        {
            Name = "vqa-blip-small",
            Description = "BLIP-shaped network that answers questions about a picture of one shape: which shape, which colour, whether there is one.",
            Task = TaskNames.VisualQuestionAnswering,
            Shape = new BlipShape { Stem = [16, 32], Width = 64, Vocabulary = 0, QuestionTokens = 14, AnswerTokens = 2 },
            Batches = new WordedBatchOptions
            {
                Augmentation = new Augmentation(CropPadding: 3, Flip: true),
                // The data set's words, and others that people use for them.
                Synonyms = [("color", "colour"), ("image", "picture"), ("image", "photo"), ("gray", "grey"), ("contain", "show"), ("?", "")],
            },
            Optimizer = new Muon { WeightDecay = 0.05f },
            Schedule = new OneCycle(0.004f, WarmUp: 0.1f),
            Epochs = 10,
        },
        new()
        {
            Name = "caption-blip-small",
            Description = "BLIP-shaped network that describes generated scenes: shapes with colour, size, texture and place.",
            Task = TaskNames.ImageCaptioning,
            Shape = new BlipShape { Stem = [16, 32], Width = 64, Vocabulary = 0, AnswerTokens = 30 },
            Batches = new WordedBatchOptions { Texts = 3 },
            Optimizer = new Muon { WeightDecay = 0.05f },
            Schedule = new OneCycle(0.004f, WarmUp: 0.1f),
            Epochs = 5,
            Smoothing = 0.05f,
            Beams = 3,
        },
    ];

    public static BlipRecipe? Find(string name) => All.FirstOrDefault(r => r.Name == name);
}
