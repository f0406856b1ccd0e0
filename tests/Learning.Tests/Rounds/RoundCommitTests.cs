using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Privacy;
using EdgeActors.Learning.Rounds;

namespace EdgeActors.Learning.Tests.Rounds;

public class RoundCommitTests
{
    private const int Parameters = 300;

    private static readonly TrainingPlan Plan = new()
    {
        Name = "p",
        Model = "m",
        Data = new() { Set = "d" },
        Strategy = new() { Kind = StrategyKind.FedAdam },
        Cohort = new() { Devices = 4, Size = 4, Minimum = 4 },
    };

    private static readonly byte[] Secret = new byte[32];

    public static TheoryData<TrainingPlan> Plans =>
    [
        Plan,
        Plan with { Up = new() { Scheme = CompressionScheme.Rotated, Bits = 2 }, Down = new() { Scheme = CompressionScheme.Rotated, Bits = 3 } },
        Plan with { Up = new() { Scheme = CompressionScheme.TopK, Share = 0.1 }, Strategy = new() { Kind = StrategyKind.FedAvgM } },
        Plan with { Strategy = new() { Kind = StrategyKind.Scaffold }, Local = new() { Steps = 5 } },
        Plan with { Strategy = new() { Kind = StrategyKind.Median }, Up = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 } },
        Plan with { Privacy = new() { Noise = NoisePlace.Central, Budget = 100 }, Ring = new() { AdaptiveClip = false } },
    ];

    /// <summary>A run that was put to disk and read back after every round goes the same way as one that was not.</summary>
    [Theory]
    [MemberData(nameof(Plans))]
    public void State_on_disk_is_all_that_a_resume_needs(TrainingPlan plan)
    {
        Assert.Empty(PlanCheck.Problems(plan));
        var (inMemory, fromDisk) = (Start(plan), Start(plan));
        for (var round = 1; round <= 4; round++)
        {
            inMemory = RoundCommit.Apply(plan, inMemory, Mean(plan, inMemory), Secret).State;
            fromDisk = RoundCommit.Apply(plan, fromDisk, Mean(plan, fromDisk), Secret).State;
            fromDisk = GlobalState.FromBytes(fromDisk.ModelBytes(), fromDisk.RestBytes());
            Assert.Equal(inMemory.ModelDigest, fromDisk.ModelDigest);
            Assert.Equal(inMemory.RestBytes(), fromDisk.RestBytes());
        }

        Assert.Equal(4, inMemory.Version);
        Assert.NotEqual(Start(plan).ModelDigest, inMemory.ModelDigest);
    }

    [Fact]
    public void Updates_in_any_order_give_the_same_model()
    {
        var plan = Plan with { Up = new() { Scheme = CompressionScheme.Qsgd, Bits = 4 } };
        var encoder = new UpdateEncoder(plan, Parameters);
        var blobs = Enumerable.Range(0, 4).Select(i =>
        {
            float[] residual = [];
            return new WeightedBlob($"d{i}", encoder.Encode(Update(i, new float[Parameters]), 1, $"d{i}", ref residual), 0.25 * (i + 1));
        }).ToArray();
        Assert.Equal(
            RoundAggregation.OfDecoded(plan, Parameters, 1, blobs).Update,
            RoundAggregation.OfDecoded(plan, Parameters, 1, blobs.Reverse()).Update);
    }

    /// <summary>A rotation by the draws of another version would leave nothing of an update.</summary>
    [Fact]
    public void Updates_from_several_versions_are_decoded_by_their_own_draws_and_in_any_order()
    {
        var plan = Plan with { Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 3 }, Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 } };
        var encoder = new UpdateEncoder(plan, Parameters);
        var updates = Enumerable.Range(0, 3).Select(i => Update(i, new float[Parameters])).ToArray();
        var blobs = updates.Select((update, version) =>
        {
            float[] residual = [];
            return new WeightedBlob($"d{version}", encoder.Encode(update, version + 1, $"d{version}", ref residual), plan.Strategy.BufferRule()!.Weight(2 - version), version);
        }).ToArray();
        var mean = RoundAggregation.OfDecoded(plan, Parameters, 3, blobs).Update;
        Assert.Equal(mean, RoundAggregation.OfDecoded(plan, Parameters, 3, blobs.Reverse()).Update);
        var weighed = Enumerable.Range(0, Parameters).Select(i => blobs.Zip(updates, (blob, update) => blob.Weight * update[i]).Sum() / blobs.Sum(blob => blob.Weight)).ToArray();
        Assert.InRange(mean.Zip(weighed, (got, wanted) => Math.Abs(got - wanted)).Average(), 0, 0.1 * weighed.Average(Math.Abs));
    }

    [Fact]
    public void Central_noise_follows_from_its_secret_and_has_the_promised_size()
    {
        var plan = Plan with
        {
            Strategy = new(),
            Down = new() { Scheme = CompressionScheme.Dense },
            Privacy = new() { Noise = NoisePlace.Central, Multiplier = 2, Budget = 100 },
            Ring = new() { AdaptiveClip = false, Clip = 0.5 },
        };
        var mean = new RoundMean(new float[20_000], 4, 4);
        var state = GlobalState.Start(plan, new float[20_000]);
        var noisy = RoundCommit.Apply(plan, state, mean, Secret).State;
        Assert.Equal(noisy.ModelDigest, RoundCommit.Apply(plan, state, mean, Secret).State.ModelDigest);
        Assert.NotEqual(noisy.ModelDigest, RoundCommit.Apply(plan, state, mean, [.. Secret.Select(_ => (byte)1)]).State.ModelDigest);
        Assert.Equal(2 * 0.5 / 4, Math.Sqrt(noisy.Model.Average(value => (double)value * value)), 0.005);
    }

    /// <summary>Updates grow shorter with the rate, and a clip that lags behind wastes levels on lengths that no update has.</summary>
    [Fact]
    public void The_clip_follows_the_learning_rate()
    {
        var plan = Plan with { Rounds = 10, Local = new() { Schedule = RateSchedule.Linear }, Ring = new() { Clip = 2 } };
        var state = Start(plan) with { Version = 4 };
        var met = RoundCommit.Apply(plan, state, new RoundMean(new float[Parameters], 10, 8), Secret).State; // as many within as the quantile wants
        Assert.Equal(2 * 5.0 / 6, met.Clip, 1e-5);
    }

    [Fact]
    public void Damaged_state_is_refused()
    {
        var state = Start(Plan);
        Assert.Throws<FormatException>(() => GlobalState.FromBytes(state.ModelBytes().AsSpan(4), state.RestBytes()));
        Assert.Throws<FormatException>(() => GlobalState.FromBytes(state.ModelBytes(), state.RestBytes().AsSpan(1)));
        Assert.Throws<FormatException>(() => GlobalState.FromBytes(state.ModelBytes(), state.RestBytes().AsSpan(0, 40)));
    }

    [Fact]
    public void Cohorts_are_drawn_by_round_and_attempt_whatever_the_order_of_the_directory()
    {
        var plan = Plan with { Cohort = new() { Devices = 20, Size = 5, Minimum = 3 } };
        string[] devices = [.. Enumerable.Range(0, 20).Select(i => $"d{i:00}")];
        Assert.Equal(CohortDraw.Draw(plan, 1, 1, devices).AsEnumerable(), CohortDraw.Draw(plan, 1, 1, devices.Reverse()));
        Assert.NotEqual(CohortDraw.Draw(plan, 1, 1, devices).AsEnumerable(), CohortDraw.Draw(plan, 2, 1, devices));
        Assert.NotEqual(CohortDraw.Draw(plan, 1, 1, devices).AsEnumerable(), CohortDraw.Draw(plan, 1, 2, devices));
        var poisson = plan with { Cohort = plan.Cohort with { PoissonRate = 0.3 } };
        Assert.InRange(Enumerable.Range(1, 200).Average(round => CohortDraw.Draw(poisson, round, 1, devices).Length), 5.4, 6.6);
    }

    private static GlobalState Start(TrainingPlan plan) => GlobalState.Start(plan, Enumerable.Range(0, Parameters).Select(i => 0.01f * i).ToArray());

    private static RoundMean Mean(TrainingPlan plan, GlobalState state)
    {
        var round = state.Version + 1;
        var encoder = new UpdateEncoder(plan, Parameters);
        if (!encoder.UsesRing)
        {
            return RoundAggregation.OfDecoded(plan, Parameters, round, Enumerable.Range(0, 4).Select(i =>
            {
                float[] residual = [];
                return new WeightedBlob($"d{i}", encoder.Encode(Update(i, state.Model), round, $"d{i}", ref residual), 1);
            }));
        }

        var scheme = RoundAggregation.Scheme(plan, Parameters, state.Clip, round);
        var sum = new Learning.Updates.RingSum(scheme.Ring, Parameters);
        for (var i = 0; i < 4; i++) sum.Add(encoder.Contribute(Update(i, state.Model), round, $"d{i}", state.Clip, 1, Secret));
        return RoundAggregation.OfRing(scheme, sum, 4);
    }

    private static float[] Update(int device, float[] model) => [.. model.Select((weight, i) => 0.02f * (device + 1) - 0.1f * weight + 0.001f * (i % 5))];
}
