using System.Globalization;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Text;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Inference.Zoo;

/// <summary>Writes a trained BLIP-shaped model as a model of the store: both graphs, the vocabulary, a manifest and a model card.</summary>
public static class BlipFolder
{
    /// <param name="models">The folder that holds one folder per model.</param>
    /// <param name="data">Where pictures and words come from, for the manifest.</param>
    /// <param name="command">The command that trains it again.</param>
    public static ModelManifest Write(string models, BlipRecipe recipe, TrainedBlip trained, WordedPictures test, string data, string command)
    {
        var folder = Directory.CreateDirectory(Path.Combine(models, recipe.Name)).FullName;
        var (encoder, decoder, words) = (Path.Combine(folder, "model.onnx"), Path.Combine(folder, "decoder.onnx"), Path.Combine(folder, "vocab.txt"));
        OnnxFile.Write(trained.Encoder, encoder);
        OnnxFile.Write(trained.Decoder, decoder);
        File.WriteAllText(words, string.Join('\n', trained.Vocabulary) + "\n");
        var manifest = new ModelManifest
        {
            Name = recipe.Name,
            Version = "1.0.0",
            Task = recipe.Task,
            File = ModelFile.Of(encoder),
            Files = new Dictionary<string, ModelFile> { [ModelFiles.Decoder] = ModelFile.Of(decoder), [ModelFiles.Vocabulary] = ModelFile.Of(words) },
            Picture = new PictureInput
            {
                Tensor = BlipNetwork.Pixels,
                Width = test.Side,
                Height = test.Side,
                Fit = PictureFit.Stretch,
                Mean = BlipRecipe.Normalization.Mean,
                Std = BlipRecipe.Normalization.Deviation,
            },
            Text = recipe.FormatFor(TextTokenizer.Of(trained.Vocabulary)),
            Origin = new ModelOrigin { Command = command, Seed = recipe.Seed, Data = data },
            Accuracy = [new MeasuredAccuracy(MetricOf(recipe), Points(recipe, trained.Test), $"{data}, test", trained.Test.Answers.Count)],
            Licence = "MIT",
            Description = recipe.Description,
        };
        ModelStore.WriteManifest(manifest, Path.Combine(folder, ModelManifest.FileName));
        File.WriteAllText(Path.Combine(folder, "README.md"), Card(recipe, trained, test, manifest));
        return manifest;
    }

    public static string MetricOf(BlipRecipe recipe) => recipe.Task == TaskNames.ImageCaptioning ? "BLEU-4" : "exact answers";

    /// <summary>0 to 100.</summary>
    public static double Points(BlipRecipe recipe, WordedEvaluation found) =>
        Math.Round(found.Points(recipe.Task), 2);

    private static string Line(BlipRecipe recipe, TrainedBlip trained, WordedPictures test)
    {
        var points = string.Create(CultureInfo.InvariantCulture,
            $"**{Points(recipe, trained.Test):F2}** on {trained.Test.Answers.Count:N0} test examples; {Points(recipe, trained.HeldOut):F2} on {trained.HeldOut.Answers.Count:N0} training examples held out");
        if (recipe.Task != TaskNames.ImageCaptioning) return points;
        IReadOnlyList<string>[] references = [.. test.Examples.Select(e => e.Answers)];
        return points + string.Create(CultureInfo.InvariantCulture,
            $"; with one reference fewer {100 * Bleu.LeavingOneOut(trained.Test.Answers, references):F2}, where a reference has {100 * Bleu.BetweenReferences(references):F2}");
    }

    private static string Card(BlipRecipe recipe, TrainedBlip trained, WordedPictures test, ModelManifest manifest) => string.Create(CultureInfo.InvariantCulture, $"""
        # {recipe.Name}

        {recipe.Description}

        | | |
        |---|---|
        | parameters | {trained.Parameters:N0}, and {trained.Vocabulary.Count} tokens |
        | {MetricOf(recipe)} | {Line(recipe, trained, test)} |
        | data | {manifest.Origin.Data} |
        | training | {recipe.Epochs} epochs, batch {recipe.Batches.BatchSize} pictures with {recipe.Batches.Texts} texts each, seed {recipe.Seed}; teacher forcing, cross-entropy smoothed by {recipe.Smoothing}, {recipe.Optimizer.GetType().Name} with decay {recipe.Optimizer.WeightDecay}, rate: {recipe.Schedule} |
        | time | {trained.Took.TotalMinutes:F1} minutes |
        | `model.onnx` | {string.Join("; ", trained.Encoder.Graph.FedInputs.Select(i => $"`{i}`"))} to `{trained.Encoder.Graph.Outputs[0]}`: this is what is cut |
        | `decoder.onnx` | writes at most {recipe.Shape.AnswerTokens} tokens, {(recipe.Beams == 1 ? "greedily" : $"{recipe.Beams} beams")} |
        | `vocab.txt` | WordPiece, lower case, whole words; what is not in it is read as [UNK] |

        Train it again: `{manifest.Origin.Command}`. Check the figure: `edgeactors models evaluate {recipe.Name} --data {(manifest.Origin.Command.Contains($"--data {PictureSets.Generated}", StringComparison.Ordinal) ? PictureSets.Generated : "DATA")}`.

        **Use it for** trying out split inference of captions and visual questions. **Not for** anything else: it knows the pictures and the words
        of its data set, and says something about any other picture too. No choice was made on the test pictures.

        """);
}
