using EdgeActors.Inference.Data;
using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Learning.Tests.Local;

/// <summary>Real local training on generated pictures, in sizes that a test can afford.</summary>
public class FederatedSimulationTests
{
    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Rounds = 3,
        EvaluateEvery = 0,
        Data = new() { Set = "d" },
        Cohort = new() { Devices = 2, Size = 2, Minimum = 2 },
        Local = new() { Epochs = 1, Batch = 16, LearningRate = 0.05, Momentum = 0.9, GradientClip = 2 },
        Up = new() { Scheme = CompressionScheme.Ring, Bits = 8 },
        Down = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
        Ring = new() { Clip = 3 },
    };

    public static TheoryData<TrainingPlan> Plans =>
    [
        Plan,
        Plan with { Strategy = new() { Kind = StrategyKind.FedProx }, Local = Plan.Local with { Momentum = 0 } },
        Plan with { Strategy = new() { Kind = StrategyKind.Scaffold }, Local = Plan.Local with { Momentum = 0, Steps = 5 } },
        Plan with { Local = Plan.Local with { Optimizer = LocalOptimizer.Muon, LearningRate = 0.02, Schedule = RateSchedule.Linear, PriorCorrection = 1 } },
    ];

    [Theory]
    [MemberData(nameof(Plans))]
    public void Loss_falls_and_a_second_run_is_the_same_to_the_bit(TrainingPlan plan)
    {
        var first = Run(plan);
        Assert.True(first[^1].Loss < first[0].Loss, $"loss went from {first[0].Loss} to {first[^1].Loss}");
        Assert.Equal(first.Select(round => round.ModelDigest), Run(plan).Select(round => round.ModelDigest));
    }

    [Fact]
    public void Bytes_are_those_of_the_scheme()
    {
        var rounds = Run(Plan with { Rounds = 2 });
        var parameters = TrainableNetwork.Of(Network()).Layout.Count;
        Assert.Equal((long)Math.Ceiling((parameters + 2) * 9 / 8.0), rounds[0].LargestUpload); // 8-bit levels of two devices: a ring of 9 bits
        Assert.Equal(4L * parameters, rounds[0].Download);
        Assert.InRange(rounds[1].Download, parameters, parameters * 1.01);
    }

    private static SimulatedRound[] Run(TrainingPlan plan)
    {
        using var simulation = new FederatedSimulation(
            plan, TrainableNetwork.Of(Network()), GeneratedPictures.Create(160, seed: 1), GeneratedPictures.Create(10, seed: 2), ChannelNormalization.Centred, threads: 1);
        return [.. Enumerable.Range(0, plan.Rounds).Select(_ => simulation.Next())];
    }

    private static Onnx.Graphs.Model Network() => ResidualNetwork.Build(10, [8, 8, 8, 8], seed: 1);
}
