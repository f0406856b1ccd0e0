using System.CommandLine;
using System.Globalization;
using EdgeActors.Planning.Judging;
using EdgeActors.Planning.Scoring;

namespace EdgeActors.Cli.Planning;

/// <summary><c>edgeactors planner train</c>: trains the clause judge on the sentences of the repository.</summary>
internal static class TrainPlannerCommand
{
    public static Command Create()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "folder with clauses.txt and requests-train.jsonl; by default src/Planning/Data of the checkout" };
        var output = new Option<FileInfo?>("--out") { Description = "ONNX file to write; by default clause-judge.onnx in that folder, which the next build takes in" };
        var command = new Command("train", "Train the classifier that decides what a clause asks for where the rules are not sure.") { data, output };
        command.SetAction((parsed, cancelled) =>
        {
            var folder = parsed.GetValue(data)?.FullName ?? RepositoryFolders.Find("src/Planning/Data")
                ?? throw CommandFailed.Usage("There is no src/Planning/Data here; name the folder of clauses.txt with --data.");
            var training = Read(folder);
            var (accuracy, clauses, wrong) = training.Validate(cancelled);
            var target = parsed.GetValue(output)?.FullName ?? Path.Combine(folder, "clause-judge.onnx");
            File.WriteAllBytes(target, training.Train(cancelled));
            Output.For(parsed).Write(
                new { training.Clauses, HeldOutClauses = clauses, HeldOutAccuracy = accuracy, File = target, Wrong = wrong },
                shown => Output.Table(
                    [
                        ("clauses", $"{shown.Clauses}"), ("of unseen templates", $"{shown.HeldOutClauses}"),
                        ("of those right", shown.HeldOutAccuracy.ToString("P1", CultureInfo.InvariantCulture)), ("written to", shown.File),
                    ],
                    new("", row => row.Item1),
                    new("clause judge", row => row.Item2)));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static ClauseJudgeTraining Read(string folder)
    {
        try
        {
            return new(
                File.ReadAllLines(Path.Combine(folder, "clauses.txt")),
                LabelledRequest.ReadAll(File.ReadLines(Path.Combine(folder, "requests-train.jsonl"))),
                TimeProvider.System);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandFailed.Usage($"The clauses in '{folder}' cannot be read: {e.Message}");
        }
    }
}
