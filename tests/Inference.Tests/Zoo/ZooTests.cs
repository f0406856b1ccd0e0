using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;

namespace EdgeActors.Inference.Tests.Zoo;

public sealed class ZooTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-zoo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("cifar10-resnet", 300_000)]
    [InlineData("cifar10-vit", 400_000)]
    public void A_network_has_a_size_to_ship_and_can_be_trained(string name, long limit)
    {
        var recipe = ZooRecipes.Find(name)!;
        var step = TrainStepGraph.Build(recipe.Network(10, recipe.Seed), recipe.Step, batchSize: 2);
        Assert.InRange(step.Weights.Sum(w => w.Weight.Shape!.Elements()), limit / 2, limit);
    }

    [Fact]
    public void Training_writes_a_model_that_the_store_opens_and_that_is_as_good_as_its_manifest_says()
    {
        var recipe = Small();
        var (training, test) = (GeneratedPictures.Create(640, seed: 1), GeneratedPictures.Create(200, seed: 2));
        var trained = ZooTraining.Run(recipe, training, test, start: null, checkpoint: null, threads: 1, TimeProvider.System);
        ZooFolder.Write(_folder, recipe, trained, test, "generated", "edgeactors models train shapes-resnet");

        var stored = new ModelStore(_folder).Open(recipe.Name);
        var again = ClassifierEvaluation.Run(OnnxFile.Read(stored.Path), test, recipe.Normalization);
        Assert.Equal(100 * again.Accuracy, stored.Manifest.Accuracy.Single().Value, 0.01);
        Assert.True(again.Accuracy > 0.3, $"{again.Accuracy:P0} is little better than the 10 % of guessing");
        Assert.Contains("| parameters |", File.ReadAllText(Path.Combine(stored.Folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_for_other_pictures_or_classes_is_refused()
    {
        var (training, recipe) = (GeneratedPictures.Create(100, seed: 1, size: 16), Small());
        Assert.Contains("16, 16", Refusal(recipe, training, ResidualNetwork.Build(10, [4, 8, 8, 8], seed: 1)), StringComparison.Ordinal);
        Assert.Contains("10 classes", Refusal(recipe, GeneratedPictures.Create(100, seed: 1), ResidualNetwork.Build(7, [4, 8, 8, 8], seed: 1)), StringComparison.Ordinal);
    }

    private static string Refusal(ZooRecipe recipe, PictureSet training, Model network) =>
        Assert.Throws<DataSetException>(() => ZooTraining.Run(recipe, training, training, network, null, 1, TimeProvider.System)).Message;

    private static ZooRecipe Small() => ZooRecipes.Find("shapes-resnet")! with
    {
        Network = (classes, seed) => ResidualNetwork.Build(classes, [8, 8, 16, 16], seed),
        Epochs = 3,
        BatchSize = 32,
        HeldOut = 64,
    };
}
