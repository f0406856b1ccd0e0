using System.CommandLine;
using System.Globalization;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Local;
using EdgeActors.Messages.Training;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Training;

/// <summary><c>edgeactors replay RUN</c>: computes every committed model of a run from its journal again and compares digests.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("run") { Description = "the run's id" };
        var cloud = new Option<string>("--cloud") { Description = "the cloud host's own folder, with blobs and, for SQLite, journal.db", Required = true };
        var server = new Option<string?>("--journal") { Description = "the connection string of a PostgreSQL journal, as the host has it; the file in the folder where not given" };
        var to = new Option<int?>("--to") { Description = "the last round to replay" };
        var export = new Option<string?>("--export") { Description = "write the model after the last replayed round, as ONNX" };
        var compare = new Option<string?>("--compare") { Description = "another run of the same journal: name the first round whose model differs" };
        var command = new Command("replay", "Compute every committed model of a run again from its journal, and compare.") { id, cloud, server, to, export, compare };
        command.SetAction(async (parsed, _) =>
        {
            using var journal = new RunJournal(parsed.GetRequiredValue(cloud), parsed.GetValue(server));
            var run = parsed.GetRequiredValue(id);
            var events = journal.EventsOf(run);
            var from = RunRetention.ReplaysFrom(RunState.Fold(new(run), events));
            if (parsed.GetValue(to) < from - 1)
                throw CommandFailed.Usage($"--to {parsed.GetValue(to)}: the plan's retention has let the updates of rounds 1 to {from - 1} go. Of these rounds the models are left; what can be replayed begins with round {from}.");
            var replay = new RunReplay(journal.ReadAsync);
            List<ReplayedRound> rounds = [];
            await foreach (var round in replay.Run(events, parsed.GetValue(to) ?? int.MaxValue))
                rounds.Add(round);
            var problem = rounds.FirstOrDefault(round => round.Problem is not null) is { } wrong ? $"event {wrong.Event}: {wrong.Problem}" : null;
            var started = (RunEvents.RunStarted)events[0];
            if (parsed.GetValue(export) is { } file && replay.State is { } state)
                OnnxFile.Write(TrainableNetwork.Of(OnnxFile.Read(await journal.ReadAsync(started.Graph))).With(state.Model), file);
            var other = parsed.GetValue(compare) is { } name ? FirstDifference(events, journal.EventsOf(name)) : null;
            Output.For(parsed).Write(new ReplayReport(run, started.Fingerprint, events.Count, rounds, problem, other, from), Show);
            return problem is null ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static int? FirstDifference(IReadOnlyList<RunEvents.IRunEvent> one, IReadOnlyList<RunEvents.IRunEvent> other)
    {
        var (mine, theirs) = (Models(one), Models(other));
        foreach (var (round, model) in mine)
        {
            if (theirs.GetValueOrDefault(round) != model)
                return round;
        }

        return theirs.Keys.Order().Select(round => (int?)round).FirstOrDefault(round => !mine.ContainsKey(round!.Value));
    }

    private static SortedDictionary<int, string> Models(IEnumerable<RunEvents.IRunEvent> events) =>
        new(events.OfType<RunEvents.RoundCommitted>().ToDictionary(committed => committed.Number, committed => committed.Model.Sha256));

    private static string Verdict(ReplayReport report) => report switch
    {
        { ReplaysFrom: 1 } => "every model came out as it was journaled",
        _ when report.Rounds.All(round => round.ModelOnly) => "the plan's retention keeps models only: each is there with its digest, none can be computed again",
        _ => $"the plan's retention has let the updates of rounds 1 to {report.ReplaysFrom - 1} go: their models are there; from round {report.ReplaysFrom} on every model came out as it was journaled",
    };

    private static Rows Show(ReplayReport report) => new(
        new Text($"{report.Run}: {report.Events} events, plan {report.Fingerprint[..12]}\n"),
        Output.Table(
            report.Rounds,
            new("round", row => row.Number.ToString(CultureInfo.InvariantCulture), Number: true),
            new("event", row => row.Event.ToString(CultureInfo.InvariantCulture), Number: true),
            new("updates", row => row.Participants.ToString(CultureInfo.InvariantCulture), Number: true),
            new("journaled", row => row.Journaled[..16]),
            new("recomputed", row => row.Recomputed?[..16] ?? ""),
            new("", row => row.Problem ?? (row.ModelOnly ? "its model, by digest" : "the same"))),
        new Text(report.Problem ?? Verdict(report)),
        new Text(report.FirstDifference is { } round ? $"the compared run has another model after round {round}" : ""));
}
