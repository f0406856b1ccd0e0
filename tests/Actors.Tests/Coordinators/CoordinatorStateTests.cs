using EdgeActors.Actors.Coordinators;
using EdgeActors.Inference.Splits;
using FsCheck.Xunit;

namespace EdgeActors.Actors.Tests.Coordinators;

public sealed class CoordinatorStateTests
{
    private static readonly string[] Cuts = ["input", "early", "late", "output"];

    [Property(MaxTest = 300)]
    public void A_pair_is_in_force_only_after_the_device_has_accepted_it_and_stays_until_another_is(int seed)
    {
        var random = new Random(seed);
        var (state, now) = (CoordinatorState.Empty, DateTimeOffset.UnixEpoch);
        var accepted = new HashSet<string>();
        string? agreed = null;
        for (var turn = 0; turn < 200; turn++)
        {
            now += TimeSpan.FromSeconds(random.Next(10));
            var pending = state.Pending;
            switch (random.Next(5))
            {
                case 0 when pending is not null:
                    state = state.Accept(pending.Id, now);
                    accepted.Add(agreed = pending.Choice.Pair.Cut);
                    break;
                case 1 when pending is not null:
                    state = state.Refuse(pending.Id, now);
                    Assert.DoesNotContain(state.Open(Candidates, now), candidate => candidate.Pair.Cut == pending.Choice.Pair.Cut);
                    Assert.Contains(state.Open(Candidates, now + CoordinatorState.LeaveAlone), candidate => candidate.Pair.Cut == pending.Choice.Pair.Cut);
                    break;
                case 2:
                    state = state.Accept("c-of-yesterday", now).Refuse("c-of-yesterday", now); // answers to what is no longer asked
                    break;
                default:
                    state = state.Want(Choice(Cuts[random.Next(Cuts.Length)]));
                    Assert.True(pending is null || state.Pending == pending, "a second proposal went out before the first was answered");
                    break;
            }
            Assert.Equal(agreed, state.Agreed?.Pair.Cut);
            Assert.Equal(accepted.Order(), state.Held.Order());
            Assert.All(state.Usable(Candidates, pictureIsHere: false), usable => Assert.True(usable.SendsPicture || accepted.Contains(usable.Pair.Cut)));
        }
    }

    [Fact]
    public void A_device_that_dials_anew_holds_nothing_until_it_says_so()
    {
        var state = CoordinatorState.Empty.Want(Choice("early"));
        var early = state.Pending!.Id;
        state = state.Accept(early, DateTimeOffset.UnixEpoch).Reconnected;
        Assert.Empty(state.Held);
        Assert.Null(state.Agreed);
        Assert.NotEqual(early, state.Want(Choice("late")).Pending?.Id);
    }

    [Fact]
    public void A_pair_that_could_run_at_once_is_stayed_with_from_the_moment_in_which_it_is_proposed()
    {
        var state = CoordinatorState.Empty;
        foreach (var cut in (string[])["early", "late"])
            state = Accepted(state.Want(Choice(cut)));

        Assert.Equal("early", state.Want(Choice("early")).Present?.Pair.Cut);
        Assert.Equal("late", state.Want(Choice("output")).Present?.Pair.Cut);
        Assert.Equal("late", state.GetReady(Choice("early")).Present?.Pair.Cut);

        static CoordinatorState Accepted(CoordinatorState state) => state.Accept(state.Pending!.Id, DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void Two_models_of_one_device_never_propose_under_the_same_id()
    {
        var other = Choice("early") with { Candidate = Candidate("early") with { Pair = new("another", "bundle", "early", "float32") } };

        Assert.NotEqual(CoordinatorState.Empty.Want(Choice("early")).Pending!.Id, CoordinatorState.Empty.Want(other).Pending!.Id);
    }

    private static IReadOnlyList<SplitCandidate> Candidates => [.. Cuts.Select(Candidate)];

    private static SplitCandidate Candidate(string cut) => new()
    {
        Pair = new("toy", "bundle", cut, "float32"),
        Cautious = new(1, 1, 1, 1),
        Typical = new(1, 1, 1, 1),
        Bytes = 1_000,
        AccuracyLoss = 0,
        HeadMemoryBytes = 0,
    };

    private static SplitChoice Choice(string cut) => new(Candidate(cut), 1, [], true, "");
}
