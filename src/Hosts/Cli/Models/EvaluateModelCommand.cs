using System.CommandLine;
using System.Globalization;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models evaluate NAME --data DATA</c>: how often a classifier of the store is right.</summary>
internal static class EvaluateModelCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "a model of the store" };
        var data = DataOption.Create();
        var part = new Option<string>("--part") { Description = "train or test", DefaultValueFactory = _ => "test" };
        var models = new Option<string?>("--models") { Description = "the model store; the repository's where not given" };
        var threads = new Option<int>("--threads") { Description = "of the engine", DefaultValueFactory = _ => 1 };
        var command = new Command("evaluate", "Measure a classifier's accuracy on pictures.") { name, data, part, models, threads };
        command.SetAction(async (parsed, cancel) => Run(
            parsed.GetRequiredValue(name),
            parsed.GetValue(models) ?? RepositoryFolders.Find("models") ?? "models",
            await DataOption.ResolveAsync(parsed.GetRequiredValue(data), Output.For(parsed), cancel),
            parsed.GetRequiredValue(part),
            parsed.GetValue(threads),
            Output.For(parsed)));
        return command;
    }

    private static int Run(string name, string models, string data, string part, int threads, Output output)
    {
        try
        {
            var stored = new ModelStore(models).Open(name);
            if (stored.Manifest.Picture is not { } picture || picture.Layout != PictureLayout.Nchw || picture.Colour != PictureColour.Rgb || picture.Width != picture.Height)
                throw CommandFailed.Usage($"'{name}' takes no square RGB pictures [batch, 3, side, side]: this command evaluates picture classifiers.");
            var set = PictureSets.Open(data, part, picture.Width);
            if (!set.Labels.SequenceEqual(stored.Manifest.Labels))
                throw CommandFailed.Usage($"'{name}' knows {string.Join(", ", stored.Manifest.Labels)}; {set.Name} holds {string.Join(", ", set.Labels)}.");
            var normalization = new ChannelNormalization([.. picture.Mean], [.. picture.Std]);
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

    private sealed record Report(string Model, string Sha256, string Data, int Pictures, int Correct, double Accuracy, double Loss);
}
