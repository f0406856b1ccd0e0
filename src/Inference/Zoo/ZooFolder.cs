using System.Globalization;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Tasks;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Zoo;

/// <summary>Writes a trained network as a model of the store: <c>model.onnx</c>, <c>manifest.json</c> and a model card, <c>README.md</c>.</summary>
public static class ZooFolder
{
    /// <param name="models">The folder that holds one folder per model.</param>
    /// <param name="data">Where the pictures come from, for the manifest, e.g. "CIFAR-10 as JPEG, quality 75".</param>
    /// <param name="command">The command that trains it again.</param>
    public static ModelManifest Write(string models, ZooRecipe recipe, TrainedNetwork trained, PictureSet test, string data, string command)
    {
        var folder = Path.Combine(models, recipe.Name);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "model.onnx");
        OnnxFile.Write(trained.Network, file);
        var manifest = new ModelManifest
        {
            Name = recipe.Name,
            Version = "1.0.0",
            Task = TaskNames.ImageClassification,
            File = ModelFile.Of(file),
            Picture = new PictureInput
            {
                Tensor = trained.Network.Graph.FedInputs.First().Name,
                Width = recipe.PictureSize,
                Height = recipe.PictureSize,
                Fit = PictureFit.Stretch,
                Mean = recipe.Normalization.Mean,
                Std = recipe.Normalization.Deviation,
            },
            Labels = test.Labels,
            Origin = new ModelOrigin { Command = command, Seed = recipe.Seed, Data = data },
            Accuracy = [new MeasuredAccuracy("top-1", Percent(trained.Test), $"{data}, test", trained.Test.Pictures)],
            Licence = "MIT",
            Description = recipe.Description,
        };
        ModelStore.WriteManifest(manifest, Path.Combine(folder, ModelManifest.FileName));
        File.WriteAllText(Path.Combine(folder, "README.md"), Card(recipe, trained, manifest));
        return manifest;
    }

    private static string Words(Augmentation a) => a == Augmentation.None
        ? "none"
        : string.Join(", ", new[] { a.CropPadding > 0 ? $"shifted by up to {a.CropPadding} pixels" : "", a.Flip ? "mirrored at random" : "", a.Cutout > 0 ? $"a square of {a.Cutout} pixels blanked" : "" }.Where(w => w.Length > 0));

    private static double Percent(ClassifierEvaluation evaluation) => Math.Round(100 * evaluation.Accuracy, 2);

    private static string Card(ZooRecipe recipe, TrainedNetwork trained, ModelManifest manifest) => string.Create(CultureInfo.InvariantCulture, $"""
        # {recipe.Name}

        {recipe.Description}

        | | |
        |---|---|
        | parameters | {trained.Parameters:N0} |
        | accuracy (top-1) | **{Percent(trained.Test):F2} %** of {trained.Test.Pictures:N0} test pictures; {Percent(trained.HeldOut):F2} % of {trained.HeldOut.Pictures:N0} training pictures held out |
        | data | {manifest.Origin.Data} |
        | training | {recipe.Epochs} epochs, batch {recipe.BatchSize}, seed {recipe.Seed}; cross-entropy smoothed by {recipe.Smoothing}, {recipe.Optimizer.GetType().Name} with decay {recipe.Optimizer.WeightDecay}, rate: {recipe.Schedule} |
        | augmentation | {Words(recipe.Augmentation)} |
        | time | {trained.Took.TotalMinutes:F1} minutes |
        | input | `{manifest.Picture!.Tensor}` [batch, 3, {recipe.PictureSize}, {recipe.PictureSize}], RGB / 255, minus the mean, divided by the deviation of the manifest |
        | output | `{trained.Network.Graph.Outputs[0].Name}` [batch, {manifest.Labels.Count}]: {string.Join(", ", manifest.Labels)} |

        Train it again: `{manifest.Origin.Command}`. Check the figure: `edgeactors models evaluate {recipe.Name} --data DATA`.

        **Use it for** trying out split inference and federated training. **Not for** decisions about people or things that matter: it
        knows {manifest.Labels.Count} classes of {recipe.PictureSize}x{recipe.PictureSize} pictures and gives one of them to any picture. No choice was made on the test pictures.

        """);
}
