using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>Runs without rounds (fedBuff) over real actors: nobody waits for a slow device, and its update counts once, by its staleness, or not at all.</summary>
public class AsynchronousRunTests
{
    private const string Slow = "device-2";

    private static readonly TrainingPlan Plan = new()
    {
        Name = "buffered",
        Model = "none",
        Rounds = 5,
        Data = new() { Set = "numbers" },
        Cohort = new() { Devices = 3, Size = 3, Minimum = 1 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2, Window = 2 },
        Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 },
    };

    /// <summary>Devices 0 and 1 make versions 1 and 2; then device 2 comes with an update from version 0, in time for version 3.</summary>
    [Fact]
    public async Task A_slow_devices_update_counts_by_its_staleness_and_the_others_do_not_wait()
    {
        using var harness = new FederatedHarness(Plan);
        var late = await RunWithASlowDevice(harness);
        Assert.Equal((0, 0.57735), (late.Updates[Slow].BaseVersion, Math.Round(late.Updates[Slow].Weight, 5)));
        Assert.Equal((2, 1.0), (late.Updates["device-1"].BaseVersion, late.Updates["device-1"].Weight));
        Assert.Equal(2, late.Updates.Count);
        Assert.All(harness.RunEvents.OfType<RoundCommitted>(), committed => Assert.Empty(committed.Outcome.Lost));
        await CountsEveryUpdateOnce(harness);
    }

    [Fact]
    public async Task An_update_outside_the_window_is_refused_with_a_reason_and_the_device_goes_on_from_the_newest_version()
    {
        using var harness = new FederatedHarness(Plan with { Strategy = Plan.Strategy with { Window = 1 } });
        var late = await RunWithASlowDevice(harness);
        var refused = Assert.IsType<UpdateRejected>(Assert.Single(harness.RoundEvents(3), happened => happened is UpdateRejected));
        Assert.Equal((Slow, "StaleModel"), (refused.Device.Value, refused.Fault));
        Assert.Contains("2 versions behind, this run takes 1", refused.Reason);
        Assert.Equal((2, 1.0), (late.Updates[Slow].BaseVersion, late.Updates[Slow].Weight));
        await CountsEveryUpdateOnce(harness);
    }

    [Fact]
    public async Task What_takes_longer_than_an_attempt_waits_is_finished_and_counts_in_the_next_attempt()
    {
        using var harness = new FederatedHarness(Plan with { Rounds = 1, Phases = new() { Reporting = TimeSpan.FromSeconds(0.5) } });
        var finished = new TaskCompletionSource();
        foreach (var training in harness.Trainings.Values) training.Pace = _ => finished.Task;
        var ending = harness.RunToEnd();
        await harness.AwaitAssertAsync(() => Assert.Contains(harness.RoundEvents(1), happened => happened is AttemptOpened { Order.Attempt: 2 }), TimeSpan.FromSeconds(10));
        finished.SetResult();
        Assert.Equal(RunStatuses.Completed, (await ending).Status);
        Assert.All(harness.Trainings.Values, training => Assert.Equal(1, training.Times[1]));
    }

    /// <summary>Which updates make a version depends on who comes first; that none is lost, trained twice or counted twice, and what they come to, does not.</summary>
    [Fact]
    public async Task Killed_at_every_write_no_update_is_lost_or_counted_twice_and_a_replay_makes_the_same_models()
    {
        var (writes, at) = (1, 0);
        for (; at <= writes; at++)
        {
            foreach (var afterWrite in new[] { false, true })
            {
                using var harness = new FederatedHarness(Plan with { Rounds = 3 }, at, afterWrite);
                var view = await harness.RunToEnd();
                Assert.True(view.Status == RunStatuses.Completed, $"killed {(afterWrite ? "after" : "before")} write {at}: {view.Reason}");
                await CountsEveryUpdateOnce(harness);
                if (at == 0) writes = harness.Journal.Writes;
            }
        }

        Assert.True(writes > 15, $"only {writes} writes");
    }

    /// <returns>Version 3, which cannot be made before device 2 has answered.</returns>
    private static async Task<(Dictionary<string, CountedUpdate> Updates, RoundCommitted Committed)> RunWithASlowDevice(FederatedHarness harness)
    {
        var (slow, fast) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.Trainings[Slow].Pace = round => round == 1 ? slow.Task : Task.CompletedTask;
        harness.Trainings["device-0"].Pace = round => round == 3 ? fast.Task : Task.CompletedTask;
        var ending = harness.RunToEnd();
        await harness.AwaitAssertAsync(() => Assert.Contains(harness.RunEvents, happened => happened is RoundCommitted { Number: 2 }), TimeSpan.FromSeconds(10));
        slow.SetResult();
        await harness.AwaitAssertAsync(() => Assert.Contains(harness.RunEvents, happened => happened is RoundCommitted { Number: 3 }), TimeSpan.FromSeconds(10));
        fast.SetResult();
        Assert.Equal(RunStatuses.Completed, (await ending).Status);
        var third = harness.RunEvents.OfType<RoundCommitted>().Single(committed => committed.Number == 3);
        return (third.Outcome.Updates.ToDictionary(update => update.Device.Value), third);
    }

    private static async Task CountsEveryUpdateOnce(FederatedHarness harness)
    {
        var committed = harness.RunEvents.OfType<RoundCommitted>().ToList();
        Assert.Equal(Enumerable.Range(1, committed.Count), committed.Select(version => version.Number));
        var rule = harness.Plan.Strategy.BufferRule()!;
        foreach (var version in committed)
        {
            var accepted = harness.RoundEvents(version.Number).OfType<UpdateAccepted>().Select(happened => happened.Update).ToList();
            Assert.Equal(accepted.OrderBy(update => update.Device), version.Outcome.Updates);
            Assert.Equal(rule.BufferSize, accepted.Count);
            Assert.All(accepted, update => Assert.InRange(version.Number - 1 - update.BaseVersion!.Value, 0, rule.Window));
            Assert.All(accepted, update => Assert.Equal(rule.Weight(version.Number - 1 - update.BaseVersion!.Value), update.Weight));
        }

        var counted = committed.SelectMany(version => version.Outcome.Updates).Select(update => (update.Device, update.BaseVersion)).ToList();
        Assert.Equal(counted.Count, counted.Distinct().Count());
        Assert.All(harness.Trainings.Values, training => Assert.All(training.Times.Values, times => Assert.Equal(1, times)));
        await foreach (var replayed in new RunReplay(harness.Blobs.ReadAsync).Run(harness.RunEvents)) Assert.Null(replayed.Problem);
    }
}
