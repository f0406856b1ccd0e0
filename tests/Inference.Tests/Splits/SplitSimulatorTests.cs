using EdgeActors.Inference.Splits;
using EdgeActors.Inference.Splits.Simulation;

namespace EdgeActors.Inference.Tests.Splits;

public sealed class SplitSimulatorTests
{
    private static SplitCandidate AllDevice => Candidates.Study.Single(c => c.IsAllOnDevice);
    private static SplitCandidate AllEdge => Candidates.Study.Single(c => c.SendsPicture);

    [Theory]
    [InlineData(10e3), InlineData(31e3), InlineData(62e3), InlineData(125e3), InlineData(250e3), InlineData(300e3), InlineData(500e3)]
    [InlineData(1e6), InlineData(5e6), InlineData(25e6)]
    public void At_any_bandwidth_at_most_two_percent_worse_than_the_better_end_and_near_the_oracle(double goodput) => Compare(goodput, burst: 0);

    [Theory]
    [InlineData(31e3), InlineData(250e3), InlineData(1e6), InlineData(5e6)]
    public void The_same_behind_a_shaper_that_lets_the_first_bytes_through(double goodput) => Compare(goodput, burst: Math.Max(4096, 0.004 * goodput));

    private static void Compare(double goodput, double burst)
    {
        var simulator = new SplitSimulator(BandwidthTrace.Constant(goodput), Candidates.Study, new SimulationSettings { Seconds = 30, BurstBytes = burst });

        var ours = SimulationSummary.Of("ours", simulator.Adaptive());
        var device = SimulationSummary.Of("device", simulator.Fixed(AllDevice));
        var edge = SimulationSummary.Of("edge", simulator.Fixed(AllEdge));
        // Behind a shaper the oracle would change the pair with every request, to spend the bucket on each in turn: there it is the best pair.
        var oracle = burst == 0
            ? SimulationSummary.Of("oracle", simulator.Oracle())
            : Candidates.Study.Select(candidate => SimulationSummary.Of("oracle", simulator.Fixed(candidate))).MinBy(summary => summary.MeanMs)!;

        Assert.True(ours.MeanMs <= 1.02 * Math.Min(device.MeanMs, edge.MeanMs), $"{ours} against {device} and {edge}");
        Assert.True(ours.P95Ms <= 1.02 * Math.Min(device.P95Ms, edge.P95Ms), $"{ours} against {device} and {edge}");
        Assert.True(ours.MeanMs <= 1.05 * oracle.MeanMs, $"{ours} against {oracle}");
        Assert.InRange(ours.PredictionErrorPercent, 0, 5);
        Assert.InRange(ours.Switches, 0, 2);
    }

    /// <summary>Requests one after another, whose features pass within a shaper's burst while it has one to give; three in a hundred are held up.</summary>
    [Theory]
    [InlineData(10e3), InlineData(31e3), InlineData(62e3), InlineData(125e3), InlineData(250e3), InlineData(300e3), InlineData(500e3)]
    [InlineData(1e6), InlineData(5e6), InlineData(25e6)]
    public void Probes_do_not_stand_in_the_way_of_requests_that_share_their_bucket(double goodput)
    {
        var simulator = new SplitSimulator(BandwidthTrace.Constant(goodput), Candidates.Cifar, Restless with { Seconds = 30, BurstBytes = Burst(goodput) });

        var ours = SimulationSummary.Of("ours", simulator.Adaptive());
        var device = SimulationSummary.Of("device", simulator.Fixed(Candidates.Cifar[0]));
        var edge = SimulationSummary.Of("edge", simulator.Fixed(Candidates.Cifar[1]));

        // 2 ms: where edge-only takes 16, that is what a probe costs one request in twenty.
        Assert.True(ours.P95Ms <= 1.02 * Math.Min(device.P95Ms, edge.P95Ms) + 2, $"{ours} against {device} and {edge}");
        Assert.True(ours.MeanMs <= 1.05 * Math.Min(device.MeanMs, edge.MeanMs), $"{ours} against {device} and {edge}");
        Assert.InRange(ours.Switches, 0, 10); // in half a minute, and at 10 KB/s alone
    }

    /// <summary>One after another, on a machine that now and then has something else to do.</summary>
    private static SimulationSettings Restless { get; } = new() { EveryMs = 0, DelayShare = 0.03, DelayMs = 20 };

    /// <summary>Of a shaped namespace.</summary>
    private static double Burst(double goodput) => Math.Max(4096, 0.004 * goodput);

    [Theory]
    [InlineData(5e6, 25e3), InlineData(25e3, 5e6), InlineData(5e6, 250e3), InlineData(250e3, 5e6), InlineData(1e6, 62e3), InlineData(62e3, 1e6)]
    public void A_step_behind_a_shaper_moves_the_cut_once_and_within_a_second(double before, double after)
    {
        var requests = new SplitSimulator(BandwidthTrace.Steps(10_000, before, after), Candidates.Cifar, Restless with { Seconds = 20, BurstBytes = 4096 }).Adaptive();

        var settled = requests.First(r => r.StartMs >= 11_000).Pair.Cut;
        Assert.All(requests.Where(r => r.StartMs >= 11_000), r => Assert.Equal(settled, r.Pair.Cut));
        var cuts = requests.SkipWhile(r => r.StartMs + r.LatencyMs < 10_000).Select(r => r.Pair.Cut).ToList();
        Assert.Equal(1, cuts.Zip(cuts.Skip(1)).Count(p => p.First != p.Second));
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void On_a_restless_trace_behind_a_shaper_the_pair_changes_far_less_often_than_an_oracles(int seed)
    {
        var trace = BandwidthTrace.FadesAndSteps(seed, seconds: 60);
        var simulator = new SplitSimulator(trace, Candidates.Cifar, Restless with { BurstBytes = 4096 });

        var ours = SimulationSummary.Of("ours", simulator.Adaptive());
        var edge = SimulationSummary.Of("edge", simulator.Fixed(Candidates.Cifar[1]));
        var device = SimulationSummary.Of("device", simulator.Fixed(Candidates.Cifar[0]));

        Assert.True(ours.MeanMs <= 1.02 * Math.Min(device.MeanMs, edge.MeanMs), $"{ours} against {device} and {edge}");
        Assert.InRange(ours.Switches, 1, SimulationSummary.Of("oracle", simulator.Oracle()).Switches / 3);
        Assert.InRange(ours.PredictionErrorPercent, 0, 12);
    }

    [Fact]
    public void On_a_restless_trace_the_tail_is_far_shorter_than_edge_only()
    {
        var trace = BandwidthTrace.FadesAndSteps(seed: 7, seconds: 240);
        var simulator = new SplitSimulator(trace, Candidates.Study, new SimulationSettings { Seconds = 240 });

        var ours = SimulationSummary.Of("ours", simulator.Adaptive());
        var edge = SimulationSummary.Of("edge", simulator.Fixed(AllEdge));
        var device = SimulationSummary.Of("device", simulator.Fixed(AllDevice));

        Assert.True(edge.P95Ms >= 2.5 * ours.P95Ms, $"{ours} against {edge}");
        Assert.True(ours.MeanMs < device.MeanMs, $"{ours} against {device}");
    }

    [Fact]
    public void A_step_moves_the_split_once_and_within_a_second()
    {
        var trace = BandwidthTrace.Steps(10_000, 25e6, 40e3, 25e6, 300e3);
        var requests = new SplitSimulator(trace, Candidates.Study, new SimulationSettings { Seconds = 40 }).Adaptive();

        foreach (var stepMs in new[] { 10_000.0, 20_000, 30_000 })
        {
            var after = requests.Where(r => r.StartMs >= stepMs && r.StartMs < stepMs + 10_000).ToList();
            var settled = after.First(r => r.StartMs >= stepMs + 1000).Pair;
            Assert.All(after.Where(r => r.StartMs >= stepMs + 1000), r => Assert.Equal(settled, r.Pair));
            var before = requests.Last(r => r.StartMs < stepMs);
            Assert.Equal(1, after.Prepend(before).Zip(after).Count(p => p.First.Pair != p.Second.Pair));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_run()
    {
        SimulationSummary Run() => SimulationSummary.Of("ours", new SplitSimulator(
            BandwidthTrace.FadesAndSteps(3, 20), Candidates.Study, new SimulationSettings { Seconds = 20 }).Adaptive());

        Assert.Equal(Run(), Run());
        Assert.NotEqual(BandwidthTrace.FadesAndSteps(3, 20).Pieces, BandwidthTrace.FadesAndSteps(4, 20).Pieces);
    }

    [Fact]
    public void A_transfer_across_a_step_takes_its_bytes_at_both_speeds()
    {
        var trace = BandwidthTrace.Steps(1000, 1000, 500);

        Assert.Equal(100, trace.TransferMs(0, 100), 9);
        Assert.Equal(500 + 1000, trace.TransferMs(500, 1000), 9);
    }
}
