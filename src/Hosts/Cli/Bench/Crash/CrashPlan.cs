using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Data;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>
/// The run that is killed everywhere: masked, with server momentum and a clip that follows the updates, so that there is state to lose. Every
/// device must count in every round and every phase waits for hours: what a crash loses shows, it is not left out.
/// </summary>
internal static class CrashPlan
{
    private static readonly TimeSpan NeverInThisTest = TimeSpan.FromHours(1);

    /// <summary>Small: the protocol is under test, not the learning.</summary>
    private static readonly int[] Widths = [4, 4, 8, 8];

    public static TrainingPlan Of(int devices, int rounds, ulong seed) => new()
    {
        Name = "crash",
        Model = "residual",
        Rounds = rounds,
        Seed = seed,
        Data = new() { Set = BuiltInPictures.Name },
        Cohort = new() { Devices = devices, Size = devices, Minimum = devices, Attempts = 1 },
        Phases = new() { Keys = NeverInThisTest, Shares = NeverInThisTest, Reporting = NeverInThisTest, Unmasking = NeverInThisTest },
        Local = new() { Steps = 2, Batch = 8, LearningRate = 0.05 },
        Strategy = new() { Kind = StrategyKind.FedAvgM, ServerMomentum = 0.5 },
        Up = new() { Scheme = CompressionScheme.Ring, Bits = 8 },
        Down = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
        SecureAggregation = new() { Enabled = true },
    };

    public static TrainableNetwork Network(ulong seed) =>
        TrainableNetwork.Of(ResidualNetwork.Build(BuiltInPictures.Test(1).Labels.Count, Widths, (long)seed));
}
