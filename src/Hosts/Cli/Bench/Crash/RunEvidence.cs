using EdgeActors.Actors.Training;
using EdgeActors.Cli.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>What the journal says of one run, read without the host.</summary>
internal sealed class RunEvidence
{
    private readonly IReadOnlyList<IRunEvent> _run;
    private readonly IReadOnlyList<(RoundCommitted Committed, IReadOnlyList<IRoundEvent> Events)> _rounds;

    private RunEvidence(IReadOnlyList<IRunEvent> run, IReadOnlyList<(RoundCommitted, IReadOnlyList<IRoundEvent>)> rounds) => (_run, _rounds) = (run, rounds);

    /// <summary>One for each round.</summary>
    public IReadOnlyList<string> Digests => [.. _rounds.Select(round => round.Committed.Model.Sha256)];

    /// <summary>The addresses of the hosts that took updates in and made models, in the order in which they first did.</summary>
    public IReadOnlyList<string> Hosts => [.. _rounds
        .SelectMany(round => round.Events.OfType<UpdateAccepted>().Select(accepted => accepted.Update.Update).Append(round.Committed.Model))
        .Select(blob => blob.Uri?.Host ?? "").Distinct()];

    public static RunEvidence Read(RunJournal journal, string run)
    {
        var events = journal.EventsOf(run);
        return new(events, [.. events.OfType<RoundCommitted>().Select(committed => (committed, journal.EventsOf(new RoundId(new(run), committed.Number))))]);
    }

    /// <summary>The first thing that is wrong with the run; null when nothing is.</summary>
    /// <param name="digests">Of the uninterrupted run; null for that run itself.</param>
    public string? Problem(TrainingPlan plan, IReadOnlyList<string>? digests)
    {
        if (_run.OfType<RunEnded>().ToList() is not [{ Status: RunStatuses.Completed }])
            return $"the run is not completed: {string.Join("; ", _run.OfType<RunEnded>().Select(ended => $"{ended.Status}, {ended.Reason}"))}";
        if (digests is not null && !digests.SequenceEqual(Digests))
            return $"other models than those of the uninterrupted run: {Short(Digests)} instead of {Short(digests)}";
        if (!_rounds.Select(round => round.Committed.Number).SequenceEqual(Enumerable.Range(1, plan.Rounds)))
            return $"committed rounds: {string.Join(", ", _rounds.Select(round => round.Committed.Number))}";
        return _rounds.Select(round => ProblemOf(round.Committed, round.Events, plan)).FirstOrDefault(problem => problem is not null);
    }

    /// <summary>Computes every model again from sums, which come from the store by digest.</summary>
    public async Task<string?> ReplayProblemAsync(RunJournal journal)
    {
        var replayed = 0;
        await foreach (var round in new RunReplay(journal.ReadAsync).Run(_run))
        {
            if (round.Problem is { } problem)
                return $"replay stops at event {round.Event}: {problem}";
            replayed++;
        }

        return replayed == _rounds.Count ? null : $"{replayed} of {_rounds.Count} rounds could be replayed";
    }

    private static string? ProblemOf(RoundCommitted committed, IReadOnlyList<IRoundEvent> events, TrainingPlan plan)
    {
        var accepted = events.OfType<UpdateAccepted>().ToList();
        if (accepted.GroupBy(update => update.Update.Device).FirstOrDefault(device => device.Count() > 1) is { } twice)
            return $"round {committed.Number}: an update of {twice.Key} was accepted {twice.Count()} times";
        if (accepted.Count != plan.Cohort.Size)
            return $"round {committed.Number}: {accepted.Count} of {plan.Cohort.Size} updates were accepted";
        var summed = events.OfType<AttemptSummed>().ToList();
        if (summed.Count != 1)
            return $"round {committed.Number} was summed {summed.Count} times";
        var counted = committed.Outcome.Updates.Select(update => (update.Device, update.Update.Sha256)).ToHashSet();
        if (!counted.SetEquals(accepted.Select(update => (update.Update.Device, update.Update.Update.Sha256))) || counted.Count != committed.Outcome.Updates.Count)
            return $"round {committed.Number}: the committed updates are not the accepted ones";
        return events.OfType<AttemptOpened>().Count() == 1 ? null : $"round {committed.Number} took {events.OfType<AttemptOpened>().Count()} attempts";
    }

    private static string Short(IEnumerable<string> digests) => string.Join(", ", digests.Select(digest => digest[..12]));
}
