using System.Globalization;
using EdgeActors.Actors.Training;
using EdgeActors.Cli.Tiers;
using EdgeActors.Cli.Training;
using EdgeActors.Learning.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Cli.Demo;

/// <summary>A short federated run on the built-in pictures: the cloud is killed in the middle of a round, the run ends all the same, and its journal is replayed.</summary>
/// <param name="cloudFolder">The cloud host's own folder, with its journal.</param>
internal sealed class FederatedChapter(string cloudFolder) : IDemoChapter<FederatedResult>
{
    private const string Run = "demo";
    private const int KilledRound = 2;

    private static readonly TimeSpan Within = TimeSpan.FromSeconds(120);

    public async Task<FederatedResult> TellAsync(DemoStage stage, CancellationToken cancel)
    {
        var (tiers, devices, output) = (stage.Tiers, stage.Devices, stage.Output);
        using var journal = new RunJournal(cloudFolder);
        var runs = new WatchedRuns(stage.Client, journal, Within);
        var plan = Plan(devices.Count);
        output.Text($"\nA federated run: {plan.Rounds} rounds, {devices.Count} devices with pictures of their own, secure aggregation; the cloud is killed in round {KilledRound}:");
        await runs.StartAsync(Run, plan, PlanNetworks.Of(plan), cancel);
        await runs.UntilAsync(Run, _ => journal.EventsOf(new RoundId(new(Run), KilledRound)).Any(happened => happened is RoundEvents.UpdateAccepted), $"an update of round {KilledRound}", cancel);
        await tiers.Host("cloud").KillAsync();
        output.Progress($"  cloud killed (SIGKILL) with the first update of round {KilledRound} in its journal; started again:");
        await tiers.StartCloudAsync(cancel);
        await runs.UntilEndedAsync(Run, cancel);

        var events = journal.EventsOf(Run);
        foreach (var round in events.OfType<RunEvents.RoundCommitted>())
            output.Text(string.Create(CultureInfo.InvariantCulture,
                $"  round {round.Number}: {round.Outcome.Updates.Count} updates, loss {round.Outcome.Updates.Average(update => update.Report.Loss):0.000}, model {round.Model.Sha256[..12]}"));
        var replayed = new List<ReplayedRound>();
        await foreach (var round in new RunReplay(journal.ReadAsync).Run(events))
            replayed.Add(round);
        if (replayed.FirstOrDefault(round => round.Problem is not null) is { } wrong)
            throw new CommandFailed($"The replay of run {Run} differs at event {wrong.Event}: {wrong.Problem}");
        await RefuseRepeatedTrainingAsync(tiers, devices, cancel);
        output.Text($"  replayed from the journal: {replayed.Count} of {plan.Rounds} models come out to the last bit; no device trained a round twice.");
        return new(Run, KilledRound, [.. replayed.Select(round => round.Recomputed!)]);
    }

    /// <summary>Everyone must be in every round, and no phase runs out of time: what the kill loses would show.</summary>
    private static TrainingPlan Plan(int devices) => new()
    {
        Name = Run,
        Model = "residual",
        Rounds = 3,
        EvaluateEvery = 0,
        Data = new() { Set = BuiltInPictures.Name },
        Cohort = new() { Devices = devices, Size = devices, Minimum = devices, Attempts = 1 },
        Phases = new() { Keys = Within, Shares = Within, Reporting = Within, Unmasking = Within },
        Local = new() { Epochs = 1, Batch = 32, LearningRate = 0.05, Momentum = 0.9, GradientClip = 2 },
        Ring = new() { Clip = 3 },
        SecureAggregation = new() { Enabled = true },
    };

    /// <exception cref="CommandFailed">A device trained a round twice.</exception>
    private static async Task RefuseRepeatedTrainingAsync(TierSet tiers, IReadOnlyList<string> devices, CancellationToken cancel)
    {
        using var http = new HttpClient();
        foreach (var device in devices)
            if (DeviceTrainings.Repeated(await DeviceTrainings.OfAsync(http, tiers.Address(device), device, cancel)) is { } again)
                throw new CommandFailed($"{device} trained for {again} more than once.");
    }
}
