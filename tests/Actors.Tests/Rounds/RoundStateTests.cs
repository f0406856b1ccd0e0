using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Tests.Rounds;

/// <summary>What a round decides, without an actor: closing early and late, losing devices, refusing what does not belong.</summary>
public class RoundStateTests
{
    private static readonly RoundId Id = new(new("r"), 1);
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly BlobRef Blob = new(new string('a', 64), 10, "x", "x", null);
    private static readonly DeviceReport Report = new(10, 1, 1, TimeSpan.FromSeconds(1), 0);
    private static readonly UpdateRules Rules = new(3, 100);

    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Data = new() { Set = "d" },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 3 },
        Phases = new() { Reporting = TimeSpan.FromMinutes(1), Unmasking = TimeSpan.FromSeconds(10) },
    };

    [Fact]
    public void Round_closes_when_all_have_reported()
    {
        var state = Reported(Open(Plan), 4);
        Assert.Equal(RoundPhase.Summing, state.Phase);
        Assert.Equal(4, state.Survivors.Count);
    }

    [Fact]
    public void Goal_closes_early() => Assert.Equal(RoundPhase.Summing, Reported(Open(Plan with { Cohort = Plan.Cohort with { Goal = 3 } }), 3).Phase);

    [Fact]
    public void Lost_device_costs_its_update_and_not_the_round()
    {
        var state = Reported(Open(Plan), 3);
        Assert.Equal(RoundPhase.Reporting, state.Phase);
        Assert.Empty(state.PassDeadline(Start + TimeSpan.FromSeconds(59)).Events);
        state = Fold(state, state.PassDeadline(Start + TimeSpan.FromSeconds(60)).Events);
        Assert.Equal(RoundPhase.Summing, state.Phase);
        Assert.Equal(["d3"], state.Summed(null, Start).Events.OfType<AttemptSummed>().Single().Outcome.Lost.Select(device => device.Value));
    }

    [Fact]
    public void Below_the_minimum_the_attempt_fails_and_says_how_many_came()
    {
        var state = Reported(Open(Plan), 2);
        var failed = Assert.IsType<AttemptFailed>(state.PassDeadline(Start + TimeSpan.FromMinutes(2)).Events.Single());
        Assert.Contains("2 of 4", failed.Reason);
    }

    [Theory]
    [InlineData(RetentionKind.Everything, 0)]
    [InlineData(RetentionKind.Models, 2)]
    public void Updates_of_a_failed_attempt_go_where_the_plan_does_not_keep_everything(RetentionKind keep, int gone)
    {
        var state = Reported(Open(Plan with { Retention = new() { Keep = keep } }), 2);
        Assert.Equal(2, state.Held.Count());
        state = Fold(state, state.PassDeadline(Start + TimeSpan.FromMinutes(2)).Events);
        Assert.Equal(gone, state.Spoilt.Count);
        state = Fold(state, state.Decide(new RunAttempt(state.Order! with { Attempt = 2 }), Start).Events);
        Assert.Equal(Enumerable.Repeat(new HeldBlob(Blob, "training-round-r.1-1"), gone), state.Spoilt);
        Assert.Empty(state.Held);
    }

    [Fact]
    public void A_sum_is_needed_until_the_run_knows_of_it()
    {
        var state = Reported(Open(Plan), 4);
        var sum = Blob with { Sha256 = new('5', 64) };
        state = Fold(state, state.Summed(sum, Start).Events);
        Assert.Contains(new HeldBlob(sum, "training-round-r.1-1"), state.Held);
        Assert.Empty(Fold(state, state.Decide(new AttemptNoted(Id, 1), Start).Events).Held);
    }

    [Theory]
    [InlineData(RetentionKind.Everything, 0)]
    [InlineData(RetentionKind.Models, 5)]
    public void Updates_and_sum_that_the_run_could_not_commit_go_when_the_next_attempt_opens(RetentionKind keep, int gone)
    {
        var state = Reported(Open(Plan with { Retention = new() { Keep = keep } }), 4);
        state = Fold(state, state.Summed(Blob, Start).Events);
        state = Fold(state, state.Decide(new AttemptNoted(Id, 1), Start).Events);
        Assert.Empty(state.Spoilt);
        state = Fold(state, state.Decide(new RunAttempt(state.Order! with { Attempt = 2 }), Start).Events);
        Assert.Equal(Enumerable.Repeat(new HeldBlob(Blob, "training-round-r.1-1"), gone), state.Spoilt);
    }

    [Fact]
    public void Declining_devices_are_not_waited_for()
    {
        var state = Reported(Open(Plan), 3);
        state = Fold(state, state.Decide(new DeclineRound(Id, 1, new("d3"), "no data"), Start).Events);
        Assert.Equal(RoundPhase.Summing, state.Phase);
    }

    [Fact]
    public void Attempt_fails_as_soon_as_too_many_have_declined()
    {
        var state = Open(Plan);
        for (var i = 0; i < 4; i++) state = Fold(state, state.Decide(new DeclineRound(Id, 1, new($"d{i}"), "no data"), Start).Events);
        Assert.Equal(RoundPhase.Ended, state.Phase);
        Assert.Contains("nobody else", state.Failure);
    }

    [Fact]
    public void Update_counts_once_however_often_it_comes()
    {
        var state = Reported(Open(Plan), 1);
        Assert.True(state.IsTaken(Offer(0)));
        Assert.Empty(state.Decide(Offer(0), Blob, null, Rules, Start).Events);
    }

    [Fact]
    public void What_does_not_belong_is_refused_with_a_reason()
    {
        var state = Open(Plan);
        Assert.Equal(UpdateFault.NotInCohort, state.Screen(Offer(9), Rules)!.Fault);
        Assert.Equal(UpdateFault.OldRound, state.Screen(Offer(0) with { Attempt = 7 }, Rules)!.Fault);
        Assert.Equal(UpdateFault.TooLarge, state.Screen(Offer(0) with { Update = Blob with { Length = 101 } }, Rules)!.Fault);
        Assert.Equal(UpdateFault.ClosedRound, Reported(state, 4).Screen(Offer(0), Rules)!.Fault);
    }

    [Fact]
    public void Refused_update_leaves_its_reason_in_the_journal_and_nothing_else()
    {
        var state = Open(Plan);
        var rejected = Assert.IsType<UpdateRejected>(state.Decide(Offer(0), Blob, new UpdateRefusal(UpdateFault.NotFinite, "parameter 1 is NaN"), Rules, Start).Events.Single());
        Assert.Equal("parameter 1 is NaN", rejected.Reason);
        Assert.Empty(state.Apply(rejected).Updates);
    }

    [Fact]
    public void Masked_update_of_a_device_that_shared_no_keys_is_refused()
    {
        var state = Open(Plan with { SecureAggregation = new() { Enabled = true, Threshold = 3 } });
        for (var i = 0; i < 4; i++) state = Fold(state, state.Decide(new AdvertiseKeys(Id, 1, new($"d{i}"), [1], [2]), Start).Events);
        Assert.Equal(RoundPhase.Shares, state.Phase);
        for (var i = 0; i < 3; i++) state = Fold(state, state.Decide(new ShareKeys(Id, 1, new($"d{i}"), [1], []), Start).Events);
        state = Fold(state, state.PassDeadline(Start + TimeSpan.FromHours(1)).Events);
        Assert.Equal(RoundPhase.Reporting, state.Phase);
        Assert.Equal(UpdateFault.NotInCohort, state.Screen(Offer(3), Rules)!.Fault);
        Assert.Null(state.Screen(Offer(0), Rules));
    }

    [Fact]
    public void New_attempt_starts_empty_and_an_old_one_is_ignored()
    {
        var state = Reported(Open(Plan), 2);
        Assert.Empty(state.Decide(new RunAttempt(Order(Plan, 1)), Start).Events);
        state = Fold(state, state.Decide(new RunAttempt(Order(Plan, 2)), Start).Events);
        Assert.Equal((2, RoundPhase.Reporting, 0), (state.Attempt, state.Phase, state.Updates.Count));
    }

    private static RoundOrder Order(TrainingPlan plan, int attempt) => new(
        Id, attempt, plan.ToCanonicalJson(), Enumerable.Range(0, 4).Select(i => new DeviceId($"d{i}")).ToValueArray(), 10, 3, Blob, Blob, null, null, 1);

    private static RoundState Open(TrainingPlan plan) => RoundState.Fold(Id, [new AttemptOpened(Order(plan, 1), Start)]);

    private static OfferUpdate Offer(int device) => new(Id, 1, new($"d{device}"), Blob, Report);

    private static RoundState Reported(RoundState state, int devices)
    {
        for (var i = 0; i < devices; i++) state = Fold(state, state.Decide(Offer(i), Blob, null, Rules, Start).Events);
        return state;
    }

    private static RoundState Fold(RoundState state, IEnumerable<IRoundEvent> events) => events.Aggregate(state, (now, happened) => now.Apply(happened));
}
