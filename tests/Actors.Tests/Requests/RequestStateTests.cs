using EdgeActors.Actors.Requests;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;
using FsCheck.Xunit;
using PlanResult = EdgeActors.Planning.PlanResult;
using static EdgeActors.Messages.Requests.RequestCommands;
using static EdgeActors.Messages.Requests.RequestEvents;

namespace EdgeActors.Actors.Tests.Requests;

public sealed class RequestStateTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly RequestRules Rules = RequestRules.Default;

    [Property(MaxTest = 300)]
    public void Whatever_comes_in_whatever_order_the_rules_hold_and_a_replay_of_any_prefix_gives_the_state_of_that_moment(int seed)
    {
        var (state, views) = Walk(seed);
        for (var events = 0; events <= state.History.Count; events++)
            Assert.Equal(views[events], RequestState.Fold(Plans.Id, state.History.Take(events)).View);

        Assert.Equal(Enumerable.Range(1, state.History.Count).Select(n => (long)n), views.Skip(1).Select(view => view!.Sequence));
        var started = state.History.OfType<StepStarted>().Select(step => (step.Step, step.Attempt)).ToList();
        Assert.Equal(started.Count, started.Distinct().Count());
        Assert.All(started, attempt => Assert.InRange(attempt.Attempt, 1, Rules.MostAttempts));
        var ends = state.History.Where(happened => happened is RequestCompleted or RequestFailed).ToList();
        Assert.True(ends.Count == 0 || (ends.Count == 1 && ends[0] == state.History[^1]));
        AssertDependenciesFirst(state);
    }

    [Property(MaxTest = 300)]
    public void After_a_crash_behind_any_event_the_request_can_still_end(int seed)
    {
        var (state, _) = Walk(seed);
        for (var events = 1; events <= state.History.Count; events++)
        {
            var revived = RequestState.Fold(Plans.Id, state.History.Take(events));
            var now = revived.History[^1].At;
            for (var turn = 0; revived.IsOpen && turn < 100; turn++)
                revived = Answer(revived, now);
            Assert.False(revived.IsOpen, $"After {state.History[events - 1]} the request never ends: {revived.View}");
        }
    }

    [Fact]
    public void The_same_submit_again_changes_nothing_and_another_one_is_a_conflict()
    {
        var state = Accepted();
        Assert.Empty(state.Decide(new SubmitRequest(Plans.Id, Plans.Spec), Rules, Start).Events);
        var other = state.Decide(new SubmitRequest(Plans.Id, Plans.Spec with { Text = "Something else" }), Rules, Start);
        Assert.Equal(FailureCodes.RequestConflict, other.Rejection?.Code);
    }

    public static TheoryData<RequestSpec, string> Bad => new()
    {
        { Plans.Spec with { Text = new('x', 4_001) }, "4001 characters" },
        { Plans.Spec with { Deadline = TimeSpan.Zero }, "deadline of 0 s" },
        { Plans.Spec with { Deadline = TimeSpan.FromDays(1) }, "deadline of 86400 s" },
        { Plans.Spec with { AccuracyLossBudget = double.NaN }, "budget of NaN" },
        { Plans.Spec with { AccuracyLossBudget = 1.5 }, "budget of 1.5" },
        { Plans.Spec with { Device = null }, "needs the device's name" },
        { Plans.Spec with { Pictures = Enumerable.Repeat(PictureRef.Held("a"), 9).ToValueArray() }, "9 pictures" },
        { Plans.Spec with { Device = DeviceId.EdgePool(Plans.Id) }, "is not a device" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_request_that_cannot_be_is_refused_with_what_is_wrong(RequestSpec spec, string reason)
    {
        var decision = RequestState.Empty(Plans.Id).Decide(new SubmitRequest(Plans.Id, spec), Rules, Start);
        Assert.Empty(decision.Events);
        Assert.Contains(reason, decision.Rejection!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_needs_an_answer_asks_with_it()
    {
        var state = Planned(Plans.Planned(Plans.Step(1), Plans.Step(2, 1)));
        state = Apply(state, state.Decide(Answered(1, 1, "cat"), Start));
        Assert.Equal("cat what?", state.History.OfType<StepStarted>().Last().Question);
    }

    [Fact]
    public void A_passing_failure_is_tried_again_with_another_key_and_a_lasting_one_fails_the_request_with_its_code()
    {
        var state = Planned(Plans.Planned(Plans.Step(1)));
        state = Apply(state, state.Decide(Failed(1, 1, FailureCodes.LinkLost), Rules, Start));
        Assert.Single(state.Waiting);
        state = Apply(state, state.Retry(1, Start));
        Assert.Equal(2, Assert.Single(state.Running).Attempts);
        state = Apply(state, state.Decide(Failed(1, 2, FailureCodes.PictureUnreadable), Rules, Start));
        Assert.Equal(FailureCodes.PictureUnreadable, state.View!.Failure?.Code);
    }

    [Fact]
    public void The_deadline_tells_what_was_reached()
    {
        var state = Planned(Plans.Planned(Plans.Step(1), Plans.Step(2)));
        state = Apply(state, state.Decide(Answered(1, 1, "cat"), Start));
        state = Apply(state, state.PassDeadline(Start + Plans.Spec.Deadline));
        Assert.Equal((FailureCodes.DeadlinePassed, "cat"), (state.View!.Failure!.Code, state.View.Answer));
        Assert.Contains("step 2", state.View.Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_that_the_deadline_would_cut_off_is_not_promised()
    {
        Assert.Null(Rules.RetryAfter(new(FailureCodes.DeviceOffline, "", TimeSpan.FromSeconds(3)), 1, TimeSpan.FromSeconds(2)));
        Assert.Equal(TimeSpan.FromSeconds(3), Rules.RetryAfter(new(FailureCodes.DeviceOffline, "", TimeSpan.FromSeconds(3)), 1, TimeSpan.FromSeconds(4)));
        Assert.Null(Rules.RetryAfter(new(FailureCodes.LinkLost, ""), Rules.MostAttempts, TimeSpan.FromHours(1)));
    }

    /// <summary>Commands of every kind in any order, resends and strays among them.</summary>
    private static (RequestState State, List<RequestView?> Views) Walk(int seed)
    {
        var random = new Random(seed);
        var (state, now) = (RequestState.Empty(Plans.Id), Start);
        var views = new List<RequestView?> { null };
        for (var turn = 0; turn < 60; turn++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(400));
            var (step, attempt) = (random.Next(1, 8), random.Next(1, 4));
            var decision = random.Next(12) switch
            {
                0 => state.Decide(new SubmitRequest(Plans.Id, Plans.Spec), Rules, now),
                1 => state.Decide(Plans.Random(random).ToMessage(), now),
                < 6 => state.View is null ? null : state.Decide(Answered(step, attempt, $"answer-{step}"), now),
                < 8 => state.View is null ? null : state.Decide(Failed(step, attempt, FailureCodes.LinkLost), Rules, now),
                8 => state.View is null || random.Next(3) > 0 ? null : state.Decide(Failed(step, attempt, FailureCodes.InferenceFailed), Rules, now),
                9 => state.Retry(step, now),
                10 => random.Next(8) == 0 ? state.PassDeadline(now) : null,
                _ => random.Next(8) == 0 ? state.Decide(new CancelRequest(Plans.Id, "enough"), now) : null,
            };
            foreach (var happened in decision?.Events ?? [])
            {
                state = state.Apply(happened);
                views.Add(state.View);
            }
        }
        return (state, views);
    }

    /// <summary>What a revived entity does next, devices answering everything.</summary>
    private static RequestState Answer(RequestState state, DateTimeOffset now)
    {
        if (state.NeedsPlan)
            return Apply(state, state.Decide(Plans.Planned(Plans.Step(1)).ToMessage(), now));
        state = Apply(state, state.TakeUp(now));
        if (state.Waiting.FirstOrDefault() is { } waiting)
            return Apply(state, state.Retry(waiting.Id, now));
        return state.Running.FirstOrDefault() is { } running ? Apply(state, state.Decide(Answered(running.Id, running.Attempts, "x"), now)) : state;
    }

    private static void AssertDependenciesFirst(RequestState state)
    {
        var answered = new HashSet<int>();
        foreach (var happened in state.History)
            if (happened is StepCompleted completed)
                answered.Add(completed.Step);
            else if (happened is StepStarted started)
                Assert.Subset(answered, new HashSet<int>(state.View!.Plan!.Steps.First(step => step.Id == started.Step).DependsOn));
    }

    private static RequestState Accepted() =>
        Apply(RequestState.Empty(Plans.Id), RequestState.Empty(Plans.Id).Decide(new SubmitRequest(Plans.Id, Plans.Spec), Rules, Start));

    private static RequestState Planned(PlanResult plan)
    {
        var state = Accepted();
        return Apply(state, state.Decide(plan.ToMessage(), Start));
    }

    private static RequestState Apply(RequestState state, Decision<IRequestEvent> decision) => decision.Events.Aggregate(state, (now, e) => now.Apply(e));

    private static DeviceReplies.StepAnswered Answered(int step, int attempt, string label) =>
        new(Plans.Spec.Device!, new(Plans.Id, step, attempt), Plans.Result(label));

    private static DeviceReplies.StepFailed Failed(int step, int attempt, string code) =>
        new(Plans.Spec.Device!, new(Plans.Id, step, attempt), new(code, $"{code} happened"));
}
