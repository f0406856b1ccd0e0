using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Tests.Training;

/// <summary>
/// Kills a device at every message that it is sent, once so that the message is lost and once right after. Every device's shares are needed to take the
/// masks off: a device that came back as another one would stop the run.
/// </summary>
public class DeviceCrashTests
{
    private const string Device = "device-1";

    private static readonly TrainingPlan Plan = new()
    {
        Name = "crash",
        Model = "none",
        Rounds = 2,
        Data = new() { Set = "numbers" },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 4, Attempts = 1 },
        Up = new() { Scheme = CompressionScheme.Ring, Bits = 12 },
        SecureAggregation = new() { Enabled = true, Threshold = 4 },
    };

    /// <summary>The buffer takes everybody's update, or two runs would not have the same versions.</summary>
    private static readonly TrainingPlan WithoutRounds = Plan with
    {
        Rounds = 3,
        Cohort = Plan.Cohort with { Minimum = 1 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 4 },
        Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 },
        SecureAggregation = new(),
    };

    [Fact]
    public Task Device_killed_at_every_message_goes_on_as_the_same_device() =>
        KilledAtEach(Plan, "invite", "roster", "deliver-shares", "update-taken", "ask-for-shares", "end");

    [Fact]
    public Task Without_rounds_a_device_killed_at_every_message_goes_on_as_the_same_device() => KilledAtEach(WithoutRounds, "invite", "update-taken", "end");

    /// <summary>All at once: each waits for the cloud to ask again, which takes seconds.</summary>
    private static async Task KilledAtEach(TrainingPlan plan, params string[] kinds)
    {
        var whole = await Run(plan, null);
        await Task.WhenAll(kinds.SelectMany(kind => new[] { false, true }.Select(before => Task.Run(async () =>
        {
            var kill = new DeviceKill(Device, $"training.round.{kind}.v1", before);
            var digests = await Run(plan, kill);
            Assert.True(whole.SequenceEqual(digests), $"killed {(before ? "before" : "after")} {kind}: {string.Join(", ", digests)} instead of {string.Join(", ", whole)}");
        }))));
    }

    private static async Task<string[]> Run(TrainingPlan plan, DeviceKill? kill)
    {
        using var harness = new FederatedHarness(plan, kill: kill);
        var view = await harness.RunToEnd();
        Assert.True(view.Status == RunStatuses.Completed, $"{kill}: {view.Reason}");
        // What was trained is lost only with a process that dies while it trains.
        var mayTrainAgain = kill is { Kind: "training.round.invite.v1" } or { Kind: "training.round.roster.v1" };
        Assert.All(harness.Trainings, device => Assert.All(device.Value.Times, round => Assert.InRange(round.Value, 1, mayTrainAgain && device.Key == Device ? 2 : 1)));
        return [.. view.Rounds.Select(round => round.ModelSha256)];
    }

    [Fact]
    public async Task Device_that_lost_its_disk_says_so_and_the_round_goes_on_without_it()
    {
        var plan = Plan with { Rounds = 1, Cohort = Plan.Cohort with { Minimum = 3 }, SecureAggregation = new() { Enabled = true, Threshold = 3 } };
        var kill = new DeviceKill(Device, "training.round.deliver-shares.v1", Before: true);
        using var harness = new FederatedHarness(plan, kill: kill);
        kill.Then = () =>
        {
            foreach (var name in harness.Disks[Device].Names.ToList()) harness.Disks[Device].Damage(name);
        };
        var view = await harness.RunToEnd();
        Assert.Equal(RunStatuses.Completed, view.Status);
        Assert.Equal((3, 1), (view.Rounds[0].Participants, view.Rounds[0].Lost));
    }

    [Fact]
    public async Task Secrets_of_a_round_are_gone_from_the_disk_when_it_is_over()
    {
        using var harness = new FederatedHarness(Plan with { Rounds = 1 });
        await harness.RunToEnd();
        await harness.AwaitAssertAsync(() => Assert.All(harness.Disks.Values, disk => Assert.DoesNotContain("attempt", disk.Names)), TimeSpan.FromSeconds(5));
        Assert.All(harness.Disks.Values, disk => Assert.Contains("trained", disk.Names));
    }

    /// <summary>A device that can't write does not answer: what it said could not be said again after a crash.</summary>
    [Fact]
    public async Task Device_whose_disk_is_full_for_a_while_costs_time_and_nothing_else()
    {
        using var harness = new FederatedHarness(Plan with { Rounds = 1 });
        harness.Disks[Device].Full = true;
        var ending = harness.RunToEnd();
        await harness.AwaitAssertAsync(() => Assert.True(harness.Disks[Device].Refused > 0), TimeSpan.FromSeconds(10));
        Assert.False(ending.IsCompleted);
        harness.Disks[Device].Full = false;
        var view = await ending;
        Assert.Equal(RunStatuses.Completed, view.Status);
        Assert.Equal(4, view.Rounds[0].Participants);
    }
}
