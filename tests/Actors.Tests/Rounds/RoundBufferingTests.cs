using EdgeActors.Actors.Rounds;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Tests.Rounds;

/// <summary>What a round decides where there are none (fedBuff): it is the buffer of version 5, made while version 4 is the newest.</summary>
public class RoundBufferingTests
{
    private const int Newest = 4;
    private static readonly RoundId Id = new(new("r"), Newest + 1);
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    private static readonly BlobRef Blob = new(new string('a', 64), 10, "x", "x", null);
    private static readonly UpdateRules Rules = new(3, 100);

    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Rounds = 9,
        Data = new() { Set = "d" },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 1 },
        Phases = new() { Reporting = TimeSpan.FromMinutes(1) },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2, Window = 3 },
        Up = new() { Scheme = CompressionScheme.Dense },
    };

    [Theory]
    [InlineData(4, 1)]
    [InlineData(3, 0.70711)]
    [InlineData(1, 0.5)]
    public void Update_counts_by_how_far_its_base_is_behind(int baseVersion, double weight)
    {
        var state = Take(Open(Plan), 0, baseVersion);
        Assert.Equal((baseVersion, weight), (state.Updates[new("d0")].BaseVersion, Math.Round(state.Updates[new("d0")].Weight, 5)));
    }

    [Theory]
    [InlineData(0, "4 versions behind")]
    [InlineData(5, "the newest is 4")]
    [InlineData(-1, "version -1")]
    public void Base_outside_the_window_is_refused(int baseVersion, string says)
    {
        var refusal = Open(Plan).Screen(Offer(0, baseVersion), Rules)!;
        Assert.Equal(UpdateFault.StaleModel, refusal.Fault);
        Assert.Contains(says, refusal.Reason);
    }

    [Fact]
    public void Full_buffer_closes_and_ends_nobodys_work()
    {
        var state = Take(Take(Open(Plan), 0, 4), 1, 2);
        Assert.Equal(RoundPhase.Summing, state.Phase);
        Assert.Empty(state.Dismissed);
        var outcome = state.Summed(null, Start).Events.OfType<AttemptSummed>().Single().Outcome;
        Assert.Equal(["d0", "d1"], outcome.Updates.Select(update => update.Device.Value));
        Assert.Empty(outcome.Lost);
        Assert.Equal(["reported", "reported", "asked", "asked"], state.View.Devices.Select(device => device.Standing));
    }

    [Fact]
    public void After_the_last_version_nothing_counts()
    {
        var state = Take(Take(Open(Plan with { Rounds = Newest + 1 }), 0, 4), 1, 2);
        Assert.Equal(4, state.Dismissed.Count());
        Assert.False(state.IsForLater(Offer(2, 4)));
        Assert.Equal(UpdateFault.ClosedRound, state.Screen(Offer(2, 4), Rules)!.Fault);
    }

    [Fact]
    public void Update_for_a_closed_buffer_or_a_second_one_of_a_device_is_for_the_next()
    {
        var state = Take(Open(Plan), 0, 2);
        Assert.True(state.IsForLater(Offer(0, 4)));
        Assert.False(state.IsForLater(Offer(1, 4)));
        state = Take(state, 1, 4);
        Assert.True(state.IsForLater(Offer(2, 4)));
        Assert.False(state.IsForLater(Offer(9, 4))); // was not asked: refused
    }

    [Fact]
    public void Update_counts_once_however_often_and_wherever_it_comes()
    {
        var state = Take(Open(Plan, new DeviceVersion(new("d1"), 3)), 0, 2);
        Assert.True(state.IsTaken(Offer(0, 2)));
        Assert.True(state.IsTaken(Offer(1, 3))); // in a version before
        Assert.True(state.IsTaken(Offer(1, 2)));
        Assert.False(state.IsTaken(Offer(1, 4)));
        Assert.Empty(state.Decide(Offer(1, 3), Blob, null, Rules, Start).Events);
        state = Take(state, 1, 4);
        Assert.True(state.IsTaken(Offer(0, 2))); // the buffer is closed: only the answer was lost
    }

    [Fact]
    public void When_its_time_is_up_a_version_is_made_of_what_is_in()
    {
        var state = Take(Open(Plan), 0, 3);
        Assert.IsType<ReportingClosed>(state.PassDeadline(Start + TimeSpan.FromMinutes(1)).Events.Single());
        Assert.IsType<AttemptFailed>(Open(Plan).PassDeadline(Start + TimeSpan.FromMinutes(1)).Events.Single());
    }

    [Fact]
    public void Update_for_an_attempt_that_failed_is_not_lost_but_for_the_next()
    {
        var state = Open(Plan);
        state = Fold(state, state.PassDeadline(Start + TimeSpan.FromMinutes(1)).Events);
        Assert.Empty(state.Dismissed);
        Assert.True(state.IsForLater(Offer(0, 2)));
        var again = state.Order! with { Attempt = 2, Cohort = [new("d1")] }; // the others come online later
        state = Fold(state, [new AttemptOpened(again, Start + TimeSpan.FromMinutes(1))]);
        Assert.True(state.IsForLater(Offer(0, 2)));
        Assert.True(state.IsForLater(Offer(1, 2)));
        Assert.False(state.IsForLater(Offer(1, 2) with { Attempt = 2 }));
    }

    [Fact]
    public void After_the_last_attempt_nothing_counts()
    {
        var state = Open(Plan with { Cohort = Plan.Cohort with { Attempts = 1 } });
        state = Fold(state, state.PassDeadline(Start + TimeSpan.FromMinutes(1)).Events);
        Assert.Equal(4, state.Dismissed.Count());
        Assert.False(state.IsForLater(Offer(0, 2)));
    }

    [Fact]
    public void Buffer_that_nobody_else_can_fill_closes()
    {
        var state = Take(Open(Plan with { Strategy = Plan.Strategy with { Buffer = 4 } }), 0, 4);
        for (var i = 1; i < 4; i++) state = Fold(state, state.Decide(new DeclineRound(Id, 1, new($"d{i}"), "no data"), Start).Events);
        Assert.Equal(RoundPhase.Summing, state.Phase);
        Assert.Equal(3, state.Summed(null, Start).Events.OfType<AttemptSummed>().Single().Outcome.Lost.Count);
    }

    private static RoundState Open(TrainingPlan plan, params DeviceVersion[] counted) => RoundState.Fold(Id, [new AttemptOpened(new(
        Id, 1, plan.ToCanonicalJson(), Enumerable.Range(0, 4).Select(i => new DeviceId($"d{i}")).ToValueArray(), 10, 3, Blob, Blob, null, null, 1, [.. counted]), Start)]);

    private static OfferUpdate Offer(int device, int baseVersion) =>
        new(Id, 1, new($"d{device}"), Blob, new(10, 1, 1, TimeSpan.FromSeconds(1), 0), baseVersion);

    private static RoundState Take(RoundState state, int device, int baseVersion)
    {
        Assert.Null(state.Screen(Offer(device, baseVersion), Rules));
        return Fold(state, state.Decide(Offer(device, baseVersion), Blob, null, Rules, Start).Events);
    }

    private static RoundState Fold(RoundState state, IEnumerable<IRoundEvent> events) => events.Aggregate(state, (now, happened) => now.Apply(happened));
}
