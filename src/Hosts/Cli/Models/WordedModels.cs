using System.Globalization;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Data;
using EdgeActors.Inference.Data.Words;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Inference.Zoo;
using EdgeActors.Onnx.Training;
using Spectre.Console;

namespace EdgeActors.Cli.Models;

/// <summary><c>models train</c> and <c>models evaluate</c> for models that answer in words.</summary>
internal static class WordedModels
{
    public static int Train(BlipRecipe recipe, string data, string source, string into, string? checkpoint, int threads, Output output, CancellationToken cancel)
    {
        try
        {
            var (training, test) = (WordedSets.Open(recipe.Task, data, "train"), WordedSets.Open(recipe.Task, data, "test"));
            output.Progress($"{recipe.Name}: {training.Examples.Count} examples on {training.Pictures} pictures to train on, {test.Examples.Count} to test, {recipe.Epochs} epochs");
            var trained = BlipTraining.Run(recipe, training, test, checkpoint, threads, TimeProvider.System, (p, e) => output.Progress(Line(recipe, p, e)), cancel);
            BlipFolder.Write(into, recipe, trained, test, source, $"edgeactors models train {recipe.Name} --data {(data == PictureSets.Generated ? data : "DATA")} --epochs {recipe.Epochs}");
            var report = new Report(
                recipe.Name, Path.Combine(into, recipe.Name), trained.Parameters, recipe.Epochs, trained.Took.TotalSeconds, BlipFolder.MetricOf(recipe),
                BlipFolder.Points(recipe, trained.HeldOut), BlipFolder.Points(recipe, trained.Test), trained.Test.Answers.Count);
            output.Write(report, r => new Text(string.Create(CultureInfo.InvariantCulture,
                $"{r.Folder}: {r.Parameters:N0} parameters, {r.Metric} {r.Test:F2} on {r.Examples:N0} test examples ({r.HeldOut:F2} held out), {r.Seconds / 60:F0} minutes")));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is DataSetException or InferenceException or TrainingStoppedException or CheckpointException)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
    }

    /// <param name="most">So many examples, from the first; null for all.</param>
    public static int Evaluate(StoredModel stored, string data, string part, int? most, int threads, Output output, CancellationToken cancel)
    {
        try
        {
            var manifest = stored.Manifest;
            var set = WordedSets.Open(manifest.Task, data, part);
            var options = new PartitionSessionOptions { Threads = threads };
            using var encoder = new PartitionSession(stored.Path, options);
            using var task = ModelTask.Open(stored, options);
            var found = WordedEvaluation.Run(encoder, task, set, ChannelNormalization.Of(manifest.Picture!), most ?? int.MaxValue, cancel);
            var caption = manifest.Task == TaskNames.ImageCaptioning;
            IReadOnlyList<string>[] references = [.. set.Examples.Take(found.Answers.Count).Select(e => e.Answers)];
            var report = new Evaluation(
                manifest.Name, manifest.File.Sha256, set.Name, found.Answers.Count, 100 * found.Exact, 100 * found.Bleu,
                caption ? 100 * Bleu.LeavingOneOut(found.Answers, references) : null, caption ? 100 * Bleu.BetweenReferences(references) : null,
                [.. found.Answers.Take(Shown).Zip(set.Examples, (a, e) => new Said(e.Question, a, e.Answers))]);
            output.Write(report, r => new Text(string.Create(CultureInfo.InvariantCulture,
                $"{r.Model}: {(caption ? $"BLEU-4 {r.Bleu:F2}; with one reference fewer {r.OneFewer:F2}, where a reference has {r.BetweenReferences:F2}" : $"{r.Exact:F2} % exact answers")} on {r.Examples:N0} examples ({r.Data})\n")
                + string.Join('\n', r.First.Select(s => $"  {s.Question} {s.Answer} ({s.Wanted[0]})"))));
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is DataSetException or InferenceException)
        {
            throw new CommandFailed(e.Message, cause: e);
        }
    }

    private static string Line(BlipRecipe recipe, TrainingProgress p, WordedEvaluation? heldOut) => string.Create(CultureInfo.InvariantCulture,
        $"epoch {p.Epoch}/{p.Epochs} batch {p.Batch}/{p.Batches} loss {p.Loss:F3} rate {p.LearningRate:F4} {p.ExamplesPerSecond:F0} examples/s, {p.Remaining:hh\\:mm\\:ss} left")
        + (heldOut is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; {BlipFolder.MetricOf(recipe)} {BlipFolder.Points(recipe, heldOut):F2} held out, e.g. {string.Join(" | ", heldOut.Answers.Take(3))}"));

    private const int Shown = 5;

    private sealed record Said(string? Question, string Answer, IReadOnlyList<string> Wanted);

    private sealed record Evaluation(
        string Model, string Sha256, string Data, int Examples, double Exact, double Bleu, double? OneFewer, double? BetweenReferences, IReadOnlyList<Said> First);

    private sealed record Report(
        string Model, string Folder, long Parameters, int Epochs, double Seconds, string Metric, double HeldOut, double Test, int Examples);
}
