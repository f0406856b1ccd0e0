using EdgeActors.Actors.Rounds;
using EdgeActors.Messages;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Actors.Training;

/// <summary>
/// Which blobs of a run stay and which may go, by the plan's retention. It follows from the journal alone, so that a kill between two deletions leaves
/// nothing to remember, and a replay knows without looking what must be there.
/// </summary>
public static class RunRetention
{
    /// <summary>Of what stays as long as the run does.</summary>
    public static string HolderOf(RunId run) => TrainingRunActor.PersistenceIdOf(run);

    /// <summary>Of what later rounds start from.</summary>
    public static string HolderOf(RoundId round) => RoundActor.PersistenceIdOf(round);

    /// <summary>Of what an attempt took in and made of it.</summary>
    public static string HolderOf(RoundId round, int attempt) => $"{RoundActor.PersistenceIdOf(round)}-{attempt}";

    /// <summary>The first round that can be computed again from what stays; one above the last where none can.</summary>
    public static int ReplaysFrom(RunState run) =>
        run.Plan?.Retention?.RoundsToReplay() is { } rounds ? Math.Max(1, run.Committed.Count - rounds + 1) : 1;

    /// <summary>What stays.</summary>
    public static IEnumerable<HeldBlob> Held(RunState run)
    {
        if (run.Started is not { } started) return [];
        return new[] { started.Graph, started.Model }.Select(blob => new HeldBlob(blob, HolderOf(run.Id)))
            .Concat(run.Committed.SelectMany(committed => OfRound(run, committed).Where(blob => blob.Stays).Select(blob => blob.Held)));
    }

    /// <summary>What may go, of a round and all after it.</summary>
    public static IEnumerable<HeldBlob> Released(RunState run, int from = 1) => run.Plan?.Retention?.RoundsToReplay() is null ? [] : run.Committed
        .Where(committed => committed.Number >= from).SelectMany(committed => OfRound(run, committed)).Where(blob => !blob.Stays).Select(blob => blob.Held);

    /// <summary>What the last committed round has made useless: its own retention and that of the few rounds in whose stead it now stands.</summary>
    public static IEnumerable<HeldBlob> ReleasedByLast(RunState run) => Released(run, ReplaysFrom(run) - 2);

    private static IEnumerable<(HeldBlob Held, bool Stays)> OfRound(RunState run, RoundCommitted committed)
    {
        var (id, from) = (new RoundId(run.Id, committed.Number), ReplaysFrom(run));
        var (round, attempt) = (HolderOf(id), HolderOf(id, committed.Attempt));
        var everything = run.Plan!.Retention?.RoundsToReplay() is null;
        var last = committed.Number == run.Committed.Count;
        yield return (new(committed.Model, HolderOf(run.Id)), true);
        yield return (new(committed.Rest, round), committed.Number >= from - 1); // the first replayed round starts from it
        yield return (new(committed.Difference, round), everything || last);
        if (committed.Control is { } control) yield return (new(control, round), everything || last);
        if (committed.Outcome.Sum is { } sum) yield return (new(sum, attempt), committed.Number >= from);
        foreach (var update in committed.Outcome.Updates) yield return (new(update.Update, attempt), committed.Number >= from);
    }
}
