using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Strategies;

namespace EdgeActors.Learning.Plans;

/// <summary>The methods that a checked plan names.</summary>
public static class PlanMethods
{
    private const float AdaptiveRate = 0.01f;

    public static IServerOptimizer ServerOptimizer(this StrategyPlan plan)
    {
        var rate = (float)plan.ServerRate;
        return plan.Kind switch
        {
            StrategyKind.FedAvgM => new FedAvgM(rate > 0 ? rate : 1, (float)plan.ServerMomentum),
            StrategyKind.FedAdam => new FedAdam(rate > 0 ? rate : AdaptiveRate, Adaptivity: (float)plan.Adaptivity),
            StrategyKind.FedYogi => new FedYogi(rate > 0 ? rate : AdaptiveRate, Adaptivity: (float)plan.Adaptivity),
            _ => new FedAvg(rate > 0 ? rate : 1),
        };
    }

    /// <summary>Null for strategies that average.</summary>
    public static IRobustRule? RobustRule(this StrategyPlan plan) => plan.Kind switch
    {
        StrategyKind.Median => new CoordinateMedian(),
        StrategyKind.TrimmedMean => new TrimmedMean(plan.TrimmedShare),
        StrategyKind.Krum => MultiKrum.Krum(plan.Byzantine),
        StrategyKind.MultiKrum => new MultiKrum(plan.Byzantine, plan.Selected),
        _ => null,
    };

    /// <summary>Null for strategies with rounds.</summary>
    public static FedBuff? BufferRule(this StrategyPlan plan) => plan.Kind == StrategyKind.FedBuff ? new FedBuff(plan.Buffer, plan.Window) : null;

    /// <exception cref="ArgumentException">The scheme is <see cref="CompressionScheme.Ring"/>, whose updates are summed without being decoded.</exception>
    public static IUpdateCodec Codec(this CompressionPlan plan) => plan.Scheme switch
    {
        CompressionScheme.Dense => new DenseCodec(),
        CompressionScheme.Qsgd => BucketQuantizer.Qsgd(plan.Bits),
        CompressionScheme.TernGrad => BucketQuantizer.TernGrad(),
        CompressionScheme.Rotated => new RotatedQuantizer(plan.Bits),
        CompressionScheme.TopK => new TopK(plan.Share),
        CompressionScheme.OneBit => new OneBitQuantizer(),
        _ => throw new ArgumentException("ring updates are summed, not decoded one by one"),
    };

    /// <summary>
    /// For the model's way down, where one sender rounds for all: nothing averages out, so levels are nearest and error feedback keeps what they lose.
    /// </summary>
    public static IUpdateCodec DownCodec(this CompressionPlan plan) => plan.Scheme switch
    {
        CompressionScheme.Qsgd => BucketQuantizer.Qsgd(plan.Bits) with { Rounding = Rounding.Nearest },
        CompressionScheme.Rotated => new RotatedQuantizer(plan.Bits, KeepExpectation: false),
        _ => plan.Codec(),
    };
}
