using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data.Scenes;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Tests.Zoo;

public sealed class BlipTrainingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-blip-training-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Training_writes_a_model_that_the_store_opens_and_that_is_as_good_as_its_manifest_says()
    {
        var recipe = BlipRecipes.Find("vqa-blip-small")! with { Shape = Small, Batches = new WordedBatchOptions { BatchSize = 8, Texts = 1 }, Epochs = 5, Schedule = new OneCycle(0.01f) };
        var (training, test) = (Asked(80, seed: 1), Asked(40, seed: 2));
        var lines = new List<WordedEvaluation>();
        var trained = BlipTraining.Run(recipe, training, test, null, 1, TimeProvider.System, (_, e) => { if (e is not null) lines.Add(e); });
        BlipFolder.Write(_folder, recipe, trained, test, "generated", "edgeactors models train vqa-blip-small");

        var stored = new ModelStore(_folder).Open(recipe.Name);
        using var task = ModelTask.Open(stored);
        using var encoder = new PartitionSession(stored.Path);
        var again = WordedEvaluation.Run(encoder, task, test, BlipRecipe.Normalization);
        Assert.Equal(trained.Test.Answers, again.Answers);
        Assert.Equal(100 * again.Exact, stored.Manifest.Accuracy.Single().Value, 0.01);
        Assert.True(again.Exact > 0.9, $"{again.Exact:P0} of yes and no");
        Assert.Equal(5, lines.Count);
        Assert.Contains("| exact answers |", File.ReadAllText(Path.Combine(stored.Folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_weights()
    {
        var recipe = BlipRecipes.Find("caption-blip-small")! with { Shape = Small with { QuestionTokens = 0, AnswerTokens = 30 }, Batches = new WordedBatchOptions { BatchSize = 8, Texts = 1 }, Epochs = 2, Beams = 1, HeldOut = 2 };
        var (training, test) = (SceneGenerator.Create(18, seed: 1, side: 32), SceneGenerator.Create(2, seed: 2, side: 32));
        var checkpoint = Path.Combine(_folder, "run.onnx");
        var whole = BlipTraining.Run(recipe, training, test, null, 1, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => BlipTraining.Run(recipe, training, test, checkpoint, 1, TimeProvider.System,
            (p, _) => { if (p.Epoch == 2) stop.Cancel(); }, stop.Token));
        var resumed = BlipTraining.Run(recipe, training, test, checkpoint, 1, TimeProvider.System);
        Assert.Equal(Onnx.Graphs.OnnxFile.ToBytes(whole.Encoder), Onnx.Graphs.OnnxFile.ToBytes(resumed.Encoder));
        Assert.Equal(Onnx.Graphs.OnnxFile.ToBytes(whole.Decoder), Onnx.Graphs.OnnxFile.ToBytes(resumed.Decoder));
    }

    private static readonly BlipShape Small = new()
    {
        Side = 32, Stem = [8, 8], Width = 16, Heads = 2, VisionDepth = 1, TextDepth = 1, Vocabulary = 0, QuestionTokens = 8, AnswerTokens = 2,
    };

    /// <summary>Dark and bright pictures, asked whether they are bright.</summary>
    private static WordedPictures Asked(int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 3 * 32 * 32];
        random.NextBytes(pixels);
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(pixels[i] / 4 + (i / (3 * 32 * 32) % 2 == 0 ? 150 : 0));
        return new WordedPictures($"bright and dark (seed {seed})", 32, pixels,
            [.. Enumerable.Range(0, count).Select(i => new WordedExample(i, "is it bright?", [i % 2 == 0 ? "yes" : "no"]))]);
    }
}
