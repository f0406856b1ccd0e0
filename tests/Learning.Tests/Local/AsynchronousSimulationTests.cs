using EdgeActors.Inference.Data;
using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Learning.Tests.Local;

public class AsynchronousSimulationTests
{
    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Rounds = 8,
        Data = new() { Set = "d" },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 1 },
        Local = new() { Steps = 4, Batch = 16, LearningRate = 0.05, Momentum = 0.9, GradientClip = 2 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2, Window = 10 },
        Up = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
        Down = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
    };

    [Fact]
    public void Loss_falls_without_waiting_for_the_slowest_and_a_second_run_is_the_same_to_the_bit()
    {
        Assert.Empty(PlanCheck.Problems(Plan));
        var first = Run(Plan, device => device == "device-03" ? 1000 : 10);
        Assert.True(first[^1].Loss < first[0].Loss, $"loss went from {first[0].Loss} to {first[^1].Loss}");
        Assert.True(first[^1].Seconds < 100, $"eight moves of two updates took {first[^1].Seconds} s: they waited for the device that takes 1,000");
        Assert.Equal(first.Select(version => version.ModelDigest), Run(Plan, device => device == "device-03" ? 1000 : 10).Select(version => version.ModelDigest));
    }

    /// <summary>Three devices of pace 10 make a version in ten seconds or less; the fourth comes back after 35.</summary>
    [Fact]
    public void What_is_too_many_versions_behind_is_refused()
    {
        double Seconds(string device) => device == "device-03" ? 35 : 10;
        var (within, outside) = (Run(Plan, Seconds), Run(Plan with { Strategy = Plan.Strategy with { Window = 1 } }, Seconds));
        Assert.Equal(0, within.Sum(version => version.Refused));
        Assert.Contains(within, version => version.Staleness >= 2);
        Assert.True(outside.Sum(version => version.Refused) > 0);
        Assert.All(outside, version => Assert.InRange(version.Staleness, 0, 1));
    }

    [Fact]
    public void A_device_fetches_the_difference_of_one_version_and_else_the_weights()
    {
        var parameters = TrainableNetwork.Of(Network()).Layout.Count;
        var first = Run(Plan with { Rounds = 1 }, device => device is "device-00" or "device-01" ? 1 : 10)[0];
        Assert.InRange(first.BytesDown, parameters, parameters * 1.01); // the first of the two found no new model, the second's update made one
        Assert.InRange(first.BytesUp, 2 * parameters, 2 * parameters * 1.01);
    }

    [Fact]
    public void Other_strategies_are_refused() =>
        Assert.Throws<ArgumentException>(() => Run(Plan with { Strategy = new() }, _ => 1));

    private static SimulatedVersion[] Run(TrainingPlan plan, Func<string, double> secondsOf)
    {
        using var simulation = new AsynchronousSimulation(
            plan, TrainableNetwork.Of(Network()), GeneratedPictures.Create(160, seed: 1), ChannelNormalization.Centred, threads: 1, secondsOf);
        return [.. Enumerable.Range(0, plan.Rounds).Select(_ => simulation.Next())];
    }

    private static Onnx.Graphs.Model Network() => ResidualNetwork.Build(10, [8, 8, 8, 8], seed: 1);
}
