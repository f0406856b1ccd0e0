using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>
/// Kills the cloud at every write of a masked run, once so that the write is lost and once so that only its answer is. Nothing may be lost, trained twice or counted
/// twice, and the model must be that of the uninterrupted run to the last bit.
/// </summary>
public class CrashTests
{
    private static readonly TrainingPlan Masked = new()
    {
        Name = "crash",
        Model = "none",
        Rounds = 2,
        Data = new() { Set = "numbers" },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 4 },
        Strategy = new() { Kind = StrategyKind.FedAvgM },
        Up = new() { Scheme = CompressionScheme.Ring, Bits = 12 },
        SecureAggregation = new() { Enabled = true, Threshold = 3 },
    };

    private static readonly TrainingPlan Plain = Masked with { SecureAggregation = new(), Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 } };

    private static readonly TrainingPlan WithoutRounds = Plain with
    {
        Cohort = Plain.Cohort with { Minimum = 1 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 4, Window = 2 },
    };

    [Fact]
    public Task Masked_run_killed_at_every_write_ends_in_the_same_bytes() => KilledEverywhere(Masked);

    [Fact]
    public Task Plain_run_killed_at_every_write_ends_in_the_same_bytes() => KilledEverywhere(Plain);

    /// <summary>The buffer takes everybody's update, or two runs would not have the same versions: smaller ones are in <see cref="AsynchronousRunTests"/>.</summary>
    [Fact]
    public Task Run_without_rounds_killed_at_every_write_ends_in_the_same_bytes() => KilledEverywhere(WithoutRounds);

    private static async Task KilledEverywhere(TrainingPlan plan)
    {
        var (whole, writes) = await Run(plan, 0, false);
        Assert.True(writes > 10, $"only {writes} writes");
        for (var at = 1; at <= writes; at++)
        {
            foreach (var afterWrite in new[] { false, true })
            {
                var (digests, _) = await Run(plan, at, afterWrite);
                Assert.True(whole.SequenceEqual(digests), $"killed {(afterWrite ? "after" : "before")} write {at}: {string.Join(", ", digests)} instead of {string.Join(", ", whole)}");
            }
        }
    }

    private static async Task<(string[] Digests, int Writes)> Run(TrainingPlan plan, int crashAt, bool afterWrite)
    {
        using var harness = new FederatedHarness(plan, crashAt, afterWrite);
        var view = await harness.RunToEnd();
        Assert.Equal(RunStatuses.Completed, view.Status);
        Assert.All(harness.Trainings.Values, training => Assert.All(training.Times, round => Assert.Equal(1, round.Value)));
        Assert.All(view.Rounds, round => Assert.Equal(plan.Cohort.Devices, round.Participants));
        Assert.Equal(Enumerable.Range(1, plan.Rounds), harness.RunEvents.OfType<RunEvents.RoundCommitted>().Select(committed => committed.Number));
        return ([.. view.Rounds.Select(round => round.ModelSha256)], harness.Journal.Writes);
    }

    [Fact]
    public async Task Replay_computes_every_model_again()
    {
        using var harness = new FederatedHarness(Masked);
        var view = await harness.RunToEnd();
        var replayed = await Replay(harness);
        Assert.All(replayed, round => Assert.Null(round.Problem));
        Assert.Equal(view.Rounds.Select(round => round.ModelSha256), replayed.Select(round => round.Recomputed));
    }

    [Fact]
    public async Task Replay_names_the_first_event_whose_blob_is_damaged()
    {
        using var harness = new FederatedHarness(Masked);
        await harness.RunToEnd();
        var second = harness.RunEvents.OfType<RunEvents.RoundCommitted>().Last();
        harness.Blobs.Damage(second.Outcome.Sum!);
        var replayed = await Replay(harness);
        Assert.Null(replayed[0].Problem);
        Assert.Contains("damaged", replayed[1].Problem);
        Assert.Equal(harness.RunEvents.ToList().IndexOf(second) + 1, replayed[1].Event);
    }

    private static async Task<List<ReplayedRound>> Replay(FederatedHarness harness)
    {
        var replayed = new List<ReplayedRound>();
        await foreach (var round in new RunReplay(harness.Blobs.ReadAsync).Run(harness.RunEvents)) replayed.Add(round);
        return replayed;
    }
}
