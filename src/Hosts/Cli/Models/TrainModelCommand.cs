using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Gradients;
using EdgeActors.Onnx.Graphs;
using EdgeActors.Onnx.Training;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>edgeactors models train NAME|FILE --data DATA</c>: a model of the zoo by its recipe, or a user's own ONNX file.</summary>
internal static class TrainModelCommand
{
    private static string Known => string.Join(", ", [.. ZooRecipes.All.Select(r => r.Name), .. BlipRecipes.All.Select(r => r.Name)]);

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = $"{Known}, or an ONNX file of a picture classifier" };
        var data = DataOption.Create();
        var into = new Option<string>("--into") { Description = "the folder that gets a folder for the model", DefaultValueFactory = _ => "models" };
        var source = new Option<string?>("--source") { Description = "what the manifest says about the data; the --data value where not given" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "written after each epoch; an interrupted run goes on from it" };
        var epochs = new Option<int?>("--epochs") { Description = "instead of the recipe's" };
        var rate = new Option<float?>("--rate") { Description = "peak learning rate of one cycle, instead of the recipe's schedule" };
        var threads = new Option<int>("--threads") { Description = "of the engine", DefaultValueFactory = _ => 1 };
        var command = new Command("train", "Train a model of the zoo, or your own ONNX file, on pictures.") { model, data, into, source, checkpoint, epochs, rate, threads };
        epochs.Validators.Add(result => RequirePositive(result.GetValueOrDefault<int?>(), "--epochs", result));
        rate.Validators.Add(result => RequirePositive(result.GetValueOrDefault<float?>(), "--rate", result));
        command.SetAction((parsed, cancel) => Task.Run(
            async () =>
            {
                var asked = parsed.GetRequiredValue(model);
                if (BlipRecipes.Find(asked) is { } worded)
                {
                    var words = parsed.GetRequiredValue(data);
                    return WordedModels.Train(
                        worded with { Epochs = parsed.GetValue(epochs) ?? worded.Epochs, Schedule = parsed.GetValue(rate) is { } most ? new OneCycle(most) : worded.Schedule }, words, parsed.GetValue(source) ?? words,
                        parsed.GetRequiredValue(into), parsed.GetValue(checkpoint), parsed.GetValue(threads), Output.For(parsed), cancel);
                }
                var (recipe, start) = Chosen(asked);
                recipe = recipe with
                {
                    Epochs = parsed.GetValue(epochs) ?? recipe.Epochs,
                    Schedule = parsed.GetValue(rate) is { } peak ? new OneCycle(peak) : recipe.Schedule,
                };
                var named = parsed.GetRequiredValue(data);
                var from = await DataOption.ResolveAsync(named, Output.For(parsed), cancel);
                return Run(recipe, start, asked, from, parsed.GetValue(source) ?? named, parsed.GetRequiredValue(into),
                    parsed.GetValue(checkpoint), parsed.GetValue(threads), Output.For(parsed), cancel);
            },
            cancel));
        return command;
    }

    private static (ZooRecipe Recipe, Model? Start) Chosen(string asked)
    {
        if (ZooRecipes.Find(asked) is { } known)
            return (known, null);
        if (!File.Exists(asked))
            throw CommandFailed.Usage($"'{asked}' is neither a file nor one of {Known}.");
        var name = Path.GetFileNameWithoutExtension(asked).ToLowerInvariant().Replace('_', '-');
        return (ZooRecipes.All[0] with { Name = name, Description = $"Trained from {Path.GetFileName(asked)}." }, ModelFileArgument.Read(asked));
    }

    private static void RequirePositive<T>(T? value, string option, OptionResult result) where T : struct, IComparable<T>
    {
        if (value is { } given && given.CompareTo(default) <= 0) result.AddError($"{option} is more than 0");
    }

    private static int Run(
        ZooRecipe recipe, Model? start, string asked, string data, string source, string into, string? checkpoint, int threads, Output output, CancellationToken cancel)
    {
        try
        {
            var size = start?.Graph.FedInputs.First().Shape is { Rank: 4 } shape && shape[3].IsKnown ? (int)shape[3].Size : recipe.PictureSize;
            recipe = recipe with { PictureSize = size };
            if (start is not null) ZooTraining.RequireTrainable(start, recipe);    // before pictures are decoded, which may take minutes
            var (training, test) = (PictureSets.Open(data, "train", size), PictureSets.Open(data, "test", size));
            output.Progress($"{recipe.Name}: {training.Count} pictures to train on, {test.Count} to test, epochs: {recipe.Epochs}");
            var trained = ZooTraining.Run(recipe, training, test, start, checkpoint, threads, TimeProvider.System, (p, e) => output.Progress(Line(p, e)), cancel);
            var manifest = ZooFolder.Write(into, recipe, trained, test, source, $"edgeactors models train {asked} --data DATA --epochs {recipe.Epochs}");
            var report = new Report(recipe.Name, Path.Combine(into, recipe.Name), trained.Parameters, recipe.Epochs, trained.Took.TotalSeconds,
                trained.HeldOut.Accuracy, trained.Test.Accuracy, trained.Test.Pictures, manifest.File.Sha256);
            output.Write(report, r => new Text(string.Create(CultureInfo.InvariantCulture,
                $"{r.Folder}: {r.Parameters:N0} parameters, {100 * r.TestAccuracy:F2} % of {r.TestPictures:N0} test pictures ({100 * r.HeldOutAccuracy:F2} % held out), {r.Seconds / 60:F0} minutes")));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is DataSetException or GradientException or TrainingStoppedException or CheckpointException or OnnxFormatException)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
    }

    private static string Line(TrainingProgress p, ClassifierEvaluation? heldOut) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {p.Epoch}/{p.Epochs} batch {p.Batch}/{p.Batches} loss {p.Loss:F3} rate {p.LearningRate:F4} {p.ExamplesPerSecond:F0} pictures/s, {p.Remaining:hh\\:mm\\:ss} left")
        + (heldOut is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; held out {100 * heldOut.Accuracy:F2} %"));

    private sealed record Report(
        string Model, string Folder, long Parameters, int Epochs, double Seconds, double HeldOutAccuracy, double TestAccuracy, int TestPictures, string Sha256);
}
