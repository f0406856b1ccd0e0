using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using FsCheck.Xunit;

namespace EdgeActors.Inference.Tests.Splits;

public sealed class SplitChooserTests
{
    [Property(MaxTest = 500)]
    public bool The_look_up_finds_what_trying_every_candidate_finds(int seed, byte cuts)
    {
        var random = new Random(seed);
        var candidates = Candidates.Random(seed, cuts % 60);
        var conditions = new SplitConditions
        {
            Link = new LinkEstimate(1e6, Math.Exp(4 + 13 * random.NextDouble()), 30 * random.NextDouble(), 9, TimeSpan.Zero, false) { FreeBytes = 512 * random.Next(20) },
            BetweenMs = random.Next(3) * 20 * random.NextDouble(),
            EdgeQueueMs = 20 * random.NextDouble(),
            DeviceQueueMs = 5 * random.NextDouble(),
            AccuracyLossBudget = 3 * random.NextDouble(),
            DeviceMemoryBytes = random.Next(2) == 0 ? null : random.Next(1, 10) * 1_000_000,
            FeaturesOnly = random.Next(2) == 0,
            PictureBytes = random.Next(2) == 0 ? null : 100_000 * random.NextDouble(),
        };

        var best = new SplitChooser(candidates).Best(conditions);

        var allowed = candidates.Where(c =>
            c.AccuracyLoss <= conditions.AccuracyLossBudget && !(c.HeadMemoryBytes > conditions.DeviceMemoryBytes) && !(conditions.FeaturesOnly && c.SendsPicture)).ToList();
        return allowed.Count == 0
            ? !best.MeetsConstraints
            : best.MeetsConstraints && Math.Abs(best.CautiousMs - allowed.Min(c => Cost(c, conditions))) < 1e-9 && allowed.Contains(best.Candidate);
    }

    [Property(MaxTest = 300)]
    public bool Never_worse_than_all_device_and_all_edge_by_its_own_prediction(int seed, byte cuts)
    {
        var random = new Random(seed);
        var candidates = Candidates.Random(seed, cuts % 40);
        var conditions = Candidates.Conditions(Math.Exp(4 + 13 * random.NextDouble()));

        var best = new SplitChooser(candidates).Best(conditions);

        return candidates.Where(c => c.IsAllOnDevice || c.SendsPicture).All(c => best.CautiousMs <= Cost(c, conditions) + 1e-9);
    }

    [Theory]
    [InlineData(100, CutNames.Output)]
    [InlineData(100_000, "late")]
    [InlineData(500_000, "middle")]
    [InlineData(2_000_000, "early")]
    [InlineData(1e9, CutNames.Input)]
    public void The_cut_follows_the_link(double goodput, string cut)
    {
        var conditions = Candidates.Conditions(goodput) with { AccuracyLossBudget = 0 };
        Assert.Equal(cut, new SplitChooser(Candidates.Study).Best(conditions).Pair.Cut);
    }

    [Fact]
    public void A_budget_lets_in_a_smaller_codec()
    {
        var chooser = new SplitChooser(Candidates.Study);

        Assert.Equal("int8+rans", chooser.Best(Candidates.Conditions(120_000) with { AccuracyLossBudget = 0 }).Pair.Codec);
        Assert.Equal("clip2+rans", chooser.Best(Candidates.Conditions(120_000) with { AccuracyLossBudget = 1 }).Pair.Codec);
    }

    [Fact]
    public void A_dead_link_leaves_the_device()
    {
        var choice = new SplitChooser(Candidates.Study).Best(new SplitConditions { Link = LinkEstimate.Down });

        Assert.Equal(CutNames.Output, choice.Pair.Cut);
        Assert.True(choice.MeetsConstraints);
    }

    [Fact]
    public void Features_only_never_sends_the_picture_even_on_the_fastest_link()
    {
        var choice = new SplitChooser(Candidates.Study).Best(Candidates.Conditions(1e12) with { FeaturesOnly = true });

        Assert.NotEqual(CutNames.Input, choice.Pair.Cut);
        Assert.True(choice.MeetsConstraints);
    }

    [Fact]
    public void A_budget_that_nothing_can_meet_gets_the_best_there_is_and_says_so()
    {
        IReadOnlyList<SplitCandidate> lossy = [Candidates.At("a", 10, 5, 500, loss: 2), Candidates.At("b", 10, 5, 500, loss: 1.5)];

        var choice = new SplitChooser(lossy).Choose(Candidates.Conditions(1e6) with { AccuracyLossBudget = 0.5 });

        Assert.False(choice.MeetsConstraints);
        Assert.Equal("b", choice.Pair.Cut);
        Assert.Contains("1.5 points", choice.Reason);
        Assert.Contains("0.5", choice.Reason);
    }

    [Fact]
    public void Nothing_that_fits_the_memory_is_said_too()
    {
        var choice = new SplitChooser([Candidates.At(CutNames.Output, 10, 0, 0, memory: 500)]).Best(Candidates.Conditions(1e6) with { DeviceMemoryBytes = 100 });

        Assert.False(choice.MeetsConstraints);
        Assert.Contains("500 bytes", choice.Reason);
    }

    [Fact]
    public void Noise_around_a_crossing_does_not_flip_the_pair()
    {
        var (chooser, random) = (new SplitChooser(Candidates.Study), new Random(4));
        var crossing = CrossingOf(chooser, 100_000, 1_000_000);
        SplitChoice? present = null;
        var switches = 0;
        for (var i = 0; i < 400; i++)
        {
            var next = chooser.Choose(Candidates.Conditions(crossing * (0.99 + 0.02 * random.NextDouble())), present);
            if (present is not null && next.Pair != present.Pair) switches++;
            present = next;
        }
        Assert.InRange(switches, 0, 2);
    }

    [Fact]
    public void A_small_but_lasting_gain_is_taken_in_the_end()
    {
        var chooser = new SplitChooser([Candidates.At("a", 100, 0, 0), Candidates.At("b", 97, 0, 0)]);
        var present = new SplitChooser([chooser.Candidates[0]]).Best(Candidates.Conditions(1e6));
        var requests = 0;
        while (present.Pair.Cut == "a" && requests++ < 100) present = chooser.Choose(Candidates.Conditions(1e6), present);

        Assert.InRange(requests, 2, 20);
    }

    [Fact]
    public void A_step_is_taken_at_once()
    {
        var chooser = new SplitChooser(Candidates.Study);
        var fast = chooser.Choose(Candidates.Conditions(1e9));

        Assert.NotEqual(fast.Pair, chooser.Choose(Candidates.Conditions(20_000), fast).Pair);
    }

    [Fact]
    public void Predicted_hops_add_up()
    {
        var chooser = new SplitChooser([Candidates.At("a", 100, 8, 10_000)]);
        var conditions = Candidates.Conditions(100_000, rtt: 7) with { DeviceQueueMs = 2, EdgeQueueMs = 3 };

        var choice = chooser.Best(conditions);

        Assert.Equal(2 + 100 + 7 + 100 + 3 + 8, choice.TypicalMs, 6);
        Assert.Equal([HopNames.DeviceQueue, HopNames.DecodePicture, HopNames.Head, HopNames.Encode, HopNames.Uplink, HopNames.Queue, HopNames.Decode, HopNames.Tail], choice.Hops.Select(h => h.Name));
    }

    [Fact]
    public void A_device_that_runs_everything_still_pays_the_way_of_the_request_and_its_answer()
    {
        var choice = new SplitChooser([Candidates.At(CutNames.Output, 100, 0, 0)]).Best(Candidates.Conditions(100_000, rtt: 7));

        Assert.Equal(107, choice.TypicalMs, 6);
    }

    private static double Cost(SplitCandidate c, SplitConditions s)
    {
        if (c.IsAllOnDevice) return s.DeviceQueueMs + c.Cautious.Device + s.Link.RttMs;
        var pauseMs = s.BetweenMs + s.DeviceQueueMs + c.Typical.Device + s.EdgeQueueMs + c.Typical.Edge;
        var free = Math.Min(s.Link.FreeBytes, pauseMs * s.Link.GoodputP10 / 1000);
        var charged = Math.Max(0, (c.SendsPicture ? s.PictureBytes ?? c.Bytes : c.Bytes) - free);
        return s.DeviceQueueMs + c.Cautious.Device + s.Link.RttMs + 1000 * charged / s.Link.GoodputP10 + s.EdgeQueueMs + c.Cautious.Edge;
    }

    /// <summary>A goodput at which the best pair changes.</summary>
    private static double CrossingOf(SplitChooser chooser, double low, double high)
    {
        var below = chooser.Best(Candidates.Conditions(low)).Pair;
        Assert.NotEqual(below, chooser.Best(Candidates.Conditions(high)).Pair);
        for (var i = 0; i < 60; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (chooser.Best(Candidates.Conditions(middle)).Pair == below) low = middle;
            else high = middle;
        }
        return low;
    }
}
