using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>
/// Blobs that the plan does not keep go once a later round is committed, whenever the cloud is killed; those that it keeps stay, the models are the same,
/// and a replay says from which round on it can compute.
/// </summary>
public class RetentionTests
{
    private static readonly TrainingPlan KeepsEverything = new()
    {
        Name = "retention",
        Model = "none",
        Rounds = 3,
        Data = new() { Set = "numbers" },
        Cohort = new() { Devices = 3, Size = 3, Minimum = 3 },
        Strategy = new() { Kind = StrategyKind.FedAvgM },
        Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 },
    };

    private static readonly TrainingPlan KeepsOne = KeepsEverything with { Retention = new() { Keep = RetentionKind.Updates, Rounds = 1 } };
    private static readonly TrainingPlan KeepsModels = KeepsEverything with { Retention = new() { Keep = RetentionKind.Models } };

    [Fact]
    public Task The_last_rounds_updates_stay_wherever_the_cloud_is_killed() => KilledEverywhere(KeepsOne);

    [Fact]
    public Task Only_models_stay_wherever_the_cloud_is_killed() => KilledEverywhere(KeepsModels);

    [Fact]
    public async Task A_kill_before_any_deletion_leaves_nothing_behind()
    {
        var whole = await Digests(KeepsEverything);
        var deletions = await KilledBeforeDeletion(0, whole);
        Assert.True(deletions > 5, $"only {deletions} deletions");
        for (var at = 1; at <= deletions; at++) Assert.True(await KilledBeforeDeletion(at, whole) >= at, $"deletion {at} did not come");
    }

    private static async Task<int> KilledBeforeDeletion(int at, string[] whole)
    {
        using var harness = new FederatedHarness(KeepsOne);
        var seen = 0;
        harness.Blobs.Releasing = () =>
        {
            if (Interlocked.Increment(ref seen) != at) return;
            harness.Journal.Crashed();
            throw new OperationCanceledException("the host was killed here");
        };
        var digests = Digests(await harness.RunToEnd());
        Assert.Equal(whole, digests);
        await OnlyWhatThePlanKeepsIsThere(harness);
        return seen;
    }

    [Fact]
    public async Task Replay_checks_the_models_that_are_left_and_computes_from_the_first_round_that_can_be()
    {
        using var harness = new FederatedHarness(KeepsOne);
        var view = await harness.RunToEnd();
        await OnlyWhatThePlanKeepsIsThere(harness);
        var replayed = await Replay(harness);
        Assert.All(replayed, round => Assert.Null(round.Problem));
        Assert.Equal(new[] { true, true, false }, replayed.Select(round => round.ModelOnly));
        Assert.Equal(new[] { null, null, view.Rounds[2].ModelSha256 }, replayed.Select(round => round.Recomputed));
    }

    [Fact]
    public async Task Replay_names_a_model_that_is_damaged_though_its_updates_are_gone()
    {
        using var harness = new FederatedHarness(KeepsModels);
        await harness.RunToEnd();
        await OnlyWhatThePlanKeepsIsThere(harness);
        harness.Blobs.Damage(harness.RunEvents.OfType<RoundCommitted>().First().Model);
        var replayed = await Replay(harness);
        Assert.Contains("damaged", Assert.Single(replayed).Problem);
    }

    private static async Task KilledEverywhere(TrainingPlan plan)
    {
        var whole = await Digests(KeepsEverything);
        var writes = 0;
        for (var at = 0; at <= writes; at++)
        {
            foreach (var afterWrite in new[] { false, true })
            {
                using var harness = new FederatedHarness(plan, at, afterWrite);
                var digests = Digests(await harness.RunToEnd());
                Assert.True(whole.SequenceEqual(digests), $"killed {(afterWrite ? "after" : "before")} write {at}: other models");
                await OnlyWhatThePlanKeepsIsThere(harness);
                if (at == 0) writes = harness.Journal.Writes;
            }
        }

        Assert.True(writes > 10, $"only {writes} writes");
    }

    private static async Task OnlyWhatThePlanKeepsIsThere(FederatedHarness harness)
    {
        var committed = harness.RunEvents.OfType<RoundCommitted>().ToList();
        var replays = harness.Plan.Retention!.RoundsToReplay()!.Value;
        await harness.AwaitAssertAsync(
            () =>
            {
                foreach (var round in committed)
                {
                    var back = committed.Count - round.Number;
                    Is(harness, round, "model", round.Model, true);
                    Is(harness, round, "rest", round.Rest, back <= replays);
                    Is(harness, round, "difference", round.Difference, back == 0);
                    foreach (var update in round.Outcome.Updates) Is(harness, round, $"update of {update.Device}", update.Update, back < replays);
                }
            },
            TimeSpan.FromSeconds(10));
    }

    private static void Is(FederatedHarness harness, RoundCommitted round, string what, BlobRef blob, bool there) =>
        Assert.True(harness.Blobs.Has(blob) == there, $"round {round.Number}: the {what} is {(there ? "gone" : "still there")}");

    private static async Task<string[]> Digests(TrainingPlan plan)
    {
        using var harness = new FederatedHarness(plan);
        return Digests(await harness.RunToEnd());
    }

    private static string[] Digests(RunView view) => [.. view.Rounds.Select(round => round.ModelSha256)];

    private static async Task<List<ReplayedRound>> Replay(FederatedHarness harness)
    {
        var replayed = new List<ReplayedRound>();
        await foreach (var round in new RunReplay(harness.Blobs.ReadAsync).Run(harness.RunEvents)) replayed.Add(round);
        return replayed;
    }
}
