using System.CommandLine;
using System.Globalization;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models evaluate NAME --data DATA</c>: how often a model of the store is right.</summary>
internal static class EvaluateModelCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "a model of the store" };
        var data = DataOption.Create();
        var part = new Option<string>("--part") { Description = "train or test", DefaultValueFactory = _ => "test" };
        var models = new Option<string?>("--models") { Description = "the model store; the repository's where not given" };
        var most = new Option<int?>("--most") { Description = "examples; of models that answer in words only" };
        var threads = new Option<int>("--threads") { Description = "of the engine", DefaultValueFactory = _ => 1 };
        var command = new Command("evaluate", "Measure how good a model's answers to pictures are.") { name, data, part, models, most, threads };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var stored = Open(parsed.GetValue(models) ?? RepositoryFolders.Find("models") ?? "models", parsed.GetRequiredValue(name));
            return stored.Manifest.Text is not null
                ? WordedModels.Evaluate(
                    stored, parsed.GetRequiredValue(data), parsed.GetRequiredValue(part), parsed.GetValue(most), parsed.GetValue(threads), output, cancel)
                : Run(stored, await DataOption.ResolveAsync(parsed.GetRequiredValue(data), output, cancel), parsed.GetRequiredValue(part), parsed.GetValue(threads), output);
        });
        return command;
    }

    private static StoredModel Open(string models, string name)
    {
        try
        {
            return new ModelStore(models).Open(name);
        }
        catch (InferenceException e)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
    }

    private static int Run(StoredModel stored, string data, string part, int threads, Output output)
    {
        var name = stored.Manifest.Name;
        try
        {
            if (stored.Manifest.Picture is not { } picture || picture.Layout != PictureLayout.Nchw || picture.Colour != PictureColour.Rgb || picture.Width != picture.Height)
                throw CommandFailed.Usage($"'{name}' takes no square RGB pictures [batch, 3, side, side]: this command evaluates picture classifiers.");
            var set = PictureSets.Open(data, part, picture.Width);
            if (!set.Labels.SequenceEqual(stored.Manifest.Labels))
                throw CommandFailed.Usage($"'{name}' knows {Some(stored.Manifest.Labels)}; {set.Name} holds {Some(set.Labels)}. The labels must be the same, in the same order.");
            var normalization = ChannelNormalization.Of(picture);
            var found = ClassifierEvaluation.Run(OnnxFile.Read(stored.Path), set, normalization, threads);
            output.Write(
                new Report(name, stored.Manifest.File.Sha256, set.Name, found.Pictures, found.Correct, found.Accuracy, found.Loss),
                r => new Text(string.Create(CultureInfo.InvariantCulture, $"{r.Model}: {100 * r.Accuracy:F2} % of {r.Pictures:N0} pictures ({r.Data}), cross-entropy {r.Loss:F3}")));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is InferenceException or DataSetException or OnnxFormatException)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
    }

    private static string Some(IReadOnlyList<string> labels)
    {
        const int Shown = 12;
        return string.Join(", ", labels.Take(Shown)) + (labels.Count > Shown ? $" and {labels.Count - Shown} more" : "");
    }

    private sealed record Report(string Model, string Sha256, string Data, int Pictures, int Correct, double Accuracy, double Loss);
}
