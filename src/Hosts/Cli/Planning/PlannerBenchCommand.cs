using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using EdgeActors.Planning;
using EdgeActors.Planning.Scoring;
using EdgeActors.Planning.Tagging;

namespace EdgeActors.Cli.Planning;

/// <summary><c>edgeactors bench planner FILE</c>: how well the planner without GPT plans labelled requests.</summary>
internal static class PlannerBenchCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = """labelled requests, one JSON object a line: {"id","request","status","tasks":[{"task","question"}],"depends":[[i,j]]}, positions from 0""" };
        var pictures = new Option<int>("--pictures") { Description = "pictures that come with a request whose row has no \"pictures\"", DefaultValueFactory = _ => 2 };
        var predictions = new Option<FileInfo?>("--predictions") { Description = "file to write the planner's own rows to, in the same form" };
        var command = new Command("planner", "Score the planner without GPT on a file of labelled requests.") { file, pictures, predictions };
        command.SetAction(async (parsed, cancelled) =>
        {
            var labels = Read(parsed.GetRequiredValue(file));
            var started = Stopwatch.GetTimestamp();
            var (rows, score) = await PlannerBench.RunAsync(new OfflinePlanner(SentenceTagger.Trained), labels, parsed.GetValue(pictures), cancelled);
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (parsed.GetValue(predictions) is { } target)
                Write(target, rows.Select(row => row.Write()));
            Output.For(parsed).Write(
                new { score.Requests, score.NodeF1, score.EdgeF1, score.Exact, score.RefusalPrecision, score.RefusalRecall, score.QuestionF1, Seconds = elapsed.TotalSeconds, score.Wrong },
                shown => Output.Table(
                    [
                        ("requests", $"{shown.Requests}"), ("node F1", Show(shown.NodeF1)), ("edge F1", Show(shown.EdgeF1)), ("exact structure", Show(shown.Exact)),
                        ("refusal precision", Show(shown.RefusalPrecision)), ("refusal recall", Show(shown.RefusalRecall)), ("words of questions, F1", Show(shown.QuestionF1)),
                        ("seconds, start included", Show(shown.Seconds)), ("not exact", string.Join(", ", shown.Wrong)),
                    ],
                    new("", row => row.Item1),
                    new("planner", row => row.Item2)));
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<LabelledRequest> Read(FileInfo file)
    {
        try
        {
            return LabelledRequest.ReadAll(File.ReadLines(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CommandFailed.Usage($"{file} cannot be scored: {e.Message}");
        }
    }

    private static void Write(FileInfo file, IEnumerable<string> lines)
    {
        try
        {
            File.WriteAllLines(file.FullName, lines);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailed($"The predictions could not be written to {file}: {e.Message}", cause: e);
        }
    }

    private static string Show(double value) => value.ToString("F3", CultureInfo.InvariantCulture);
}
