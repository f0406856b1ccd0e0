using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Cli.Planning;

/// <summary><c>edgeactors planner train</c>: trains the sentence tagger on the sentences of the repository.</summary>
internal static class TrainPlannerCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "folder with grammar.txt and marked.txt; by default src/Planning/Data of the checkout" };
        var output = new Option<FileInfo?>("--out") { Description = "ONNX file to write; by default sentence-tagger.onnx in that folder, which the next build takes in" };
        var command = new Command("train", "Train the tagger that reads requests where there is no GPT.") { data, output };
        command.SetAction((parsed, cancelled) =>
        {
            var folder = parsed.GetValue(data)?.FullName ?? RepositoryFolders.Find("src/Planning/Data")
                ?? throw CommandFailed.Usage("There is no src/Planning/Data here; name the folder of grammar.txt with --data.");
            var target = parsed.GetValue(output)?.FullName ?? Path.Combine(folder, "sentence-tagger.onnx");
            var started = Stopwatch.GetTimestamp();
            File.WriteAllBytes(target, Train(folder, cancelled));
            Output.For(parsed).Write(
                new { File = target, Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds },
                shown => Output.Table(
                    [("written to", shown.File), ("seconds", shown.Seconds.ToString("F0", CultureInfo.InvariantCulture))],
                    new("", row => row.Item1),
                    new("sentence tagger", row => row.Item2)));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static byte[] Train(string folder, CancellationToken cancelled)
    {
        try
        {
            return new TaggerTraining(
                    File.ReadAllLines(Path.Combine(folder, "grammar.txt")), File.ReadAllLines(Path.Combine(folder, "marked.txt")), TimeProvider.System)
                .Train(TaggerTraining.Epochs, report => Console.Error.WriteLine($"epoch {report.Epoch}/{report.Epochs}, loss {report.Loss:F3}"), cancelled);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandFailed.Usage($"The sentences in '{folder}' cannot be read: {e.Message}");
        }
    }
}
