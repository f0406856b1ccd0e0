using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Tests.Plans;

public class TrainingPlanTests
{
    private const string Yaml = """
        name: pictures
        model: residual-8
        rounds: 5
        data: { set: built-in, partition: dirichlet, alpha: 0.3 }
        cohort: { devices: 10, size: 10, minimum: 8 }
        phases: { reporting: 90s, keys: 500ms }
        local: { epochs: 2, learningRate: 0.1 }
        strategy: { kind: fedAvgM, serverMomentum: 0.8 }
        up: { scheme: ring, bits: 6 }
        secureAggregation: { enabled: true }
        """;

    private static readonly TrainingPlan Good = TrainingPlanFile.Parse(Yaml, "plan.yaml");

    [Fact]
    public void Plan_is_read_from_yaml()
    {
        Assert.Equal(("pictures", 5, 0.3, 8), (Good.Name, Good.Rounds, Good.Data.Alpha, Good.Cohort.Minimum));
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(500)), (Good.Phases.Reporting, Good.Phases.Keys));
        Assert.Equal((StrategyKind.FedAvgM, 6, true), (Good.Strategy.Kind, Good.Up.Bits, Good.SecureAggregation.Enabled));
        Assert.Equal(7, Good.SecureAggregation.ThresholdFor(10));
    }

    [Fact]
    public void Fingerprint_is_of_the_meaning_not_the_text()
    {
        Assert.Equal(Good.Fingerprint, TrainingPlanFile.Parse("# a comment\n" + Yaml.Replace("rounds: 5\n", "") + "\nrounds: 5", "other.yaml").Fingerprint);
        Assert.NotEqual(Good.Fingerprint, (Good with { Seed = 2 }).Fingerprint);
        Assert.NotEqual(Good.Fingerprint, (Good with { Local = Good.Local with { LearningRate = 0.2 } }).Fingerprint);
        Assert.Equal(Good.Fingerprint, TrainingPlan.FromCanonicalJson(Good.ToCanonicalJson()).Fingerprint);
    }

    [Fact]
    public void Retention_is_read_and_left_out_changes_no_fingerprint()
    {
        var keeps = TrainingPlanFile.Parse(Yaml + "\nretention: { keep: updates, rounds: 3 }", "plan.yaml");
        Assert.Equal(3, keeps.Retention!.RoundsToReplay());
        Assert.NotEqual(Good.Fingerprint, keeps.Fingerprint);
        Assert.DoesNotContain("retention", Good.ToCanonicalJson());
        Assert.Equal(keeps.Fingerprint, TrainingPlan.FromCanonicalJson(keeps.ToCanonicalJson()).Fingerprint);
    }

    [Theory]
    [InlineData("secureAggregatoin: { enabled: true }", "secureAggregatoin")] // a misspelt guarantee must not silently be left out
    [InlineData("rounds: many", "line")]
    [InlineData("phases: { keys: 5 minutes }", "no duration")]
    [InlineData("strategy: { kind: fedMagic }", "line 4")]
    public void Yaml_that_says_something_else_is_refused(string line, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidPlanException>(() => TrainingPlanFile.Parse($"name: a\nmodel: m\ndata: {{ set: x }}\n{line}", "plan.yaml")).Message);

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(["rounds", "cohort.minimum", "local.batch"],
            PlanCheck.Problems(Good with { Rounds = 0, Cohort = Good.Cohort with { Minimum = 11 }, Local = Good.Local with { Batch = 0 }, SecureAggregation = new() }).Select(problem => problem.Split(' ')[0]));

    public static TheoryData<string, string> Contradictions => new()
    {
        { "median with masks", "must see single updates" },
        { "fedBuff with masks", "no cohort" },
        { "fedBuff with a part of the devices", "cohort.size is 5" },
        { "fedBuff with a minimum", "cohort.minimum is 8" },
        { "fedBuff with a goal", "cohort.goal is 9" },
        { "fedBuff with Poisson sampling", "cohort.poissonRate is 0.5" },
        { "fedBuff in the ring", "which the ring cannot" },
        { "fedBuff with noise", "accountant does not cover" },
        { "fedBuff with more than there are", "strategy.buffer is 11" },
        { "top-k with masks", "cannot be masked" },
        { "threshold of half", "more than half" },
        { "threshold above minimum", "could not be opened" },
        { "scaffold by epochs", "local.steps" },
        { "fedProx with momentum", "local.momentum" },
        { "scaffold with muon", "local.optimizer" },
        { "negative correction", "local.priorCorrection" },
        { "krum with too few", "cohort.minimum of 9" },
        { "noise with weights", "weightMaximum" },
        { "noise with adaptive clip", "adaptiveClip" },
        { "noise with qsgd", "needs up.scheme ring" },
        { "distributed noise without masks", "secureAggregation on" },
        { "delta of one device", "privacy.delta" },
        { "budget for nothing", "does not pay for one round" },
        { "noise with krum", "another sensitivity" },
        { "qsgd in three bits", "2, 4 or 8" },
        { "ring down", "down.scheme ring" },
        { "updates of no round", "retention.rounds is 0" },
        { "models of two rounds", "retention.keep updates only" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Guarantees_that_contradict_each_other_are_refused(string what, string says) =>
        Assert.Contains(PlanCheck.Problems(Wrong(what)), problem => problem.Contains(says));

    private static TrainingPlan Wrong(string what)
    {
        var plain = Good with { SecureAggregation = new() };
        var buffered = plain with { Strategy = new() { Kind = StrategyKind.FedBuff }, Up = new() { Scheme = CompressionScheme.Qsgd }, Cohort = Good.Cohort with { Minimum = 1 } };
        var noisy = Good with { Privacy = new() { Noise = NoisePlace.Central }, Ring = new() { AdaptiveClip = false } };
        return what switch
        {
            "median with masks" => Good with { Strategy = new() { Kind = StrategyKind.Median } },
            "fedBuff with masks" => Good with { Strategy = new() { Kind = StrategyKind.FedBuff } },
            "fedBuff with a part of the devices" => buffered with { Cohort = buffered.Cohort with { Size = 5 } },
            "fedBuff with a minimum" => buffered with { Cohort = Good.Cohort },
            "fedBuff with a goal" => buffered with { Cohort = buffered.Cohort with { Goal = 9 } },
            "fedBuff with Poisson sampling" => buffered with { Cohort = buffered.Cohort with { PoissonRate = 0.5 } },
            "fedBuff in the ring" => buffered with { Up = Good.Up },
            "fedBuff with noise" => buffered with { Privacy = noisy.Privacy },
            "fedBuff with more than there are" => buffered with { Strategy = buffered.Strategy with { Buffer = 11 } },
            "top-k with masks" => Good with { Up = new() { Scheme = CompressionScheme.TopK } },
            "threshold of half" => Good with { SecureAggregation = new() { Enabled = true, Threshold = 5 } },
            "threshold above minimum" => Good with { SecureAggregation = new() { Enabled = true, Threshold = 9 } },
            "scaffold by epochs" => plain with { Strategy = new() { Kind = StrategyKind.Scaffold } },
            "fedProx with momentum" => plain with { Strategy = new() { Kind = StrategyKind.FedProx }, Local = new() { Momentum = 0.9 } },
            "scaffold with muon" => plain with { Strategy = new() { Kind = StrategyKind.Scaffold }, Local = new() { Steps = 5, Optimizer = LocalOptimizer.Muon } },
            "negative correction" => plain with { Local = new() { PriorCorrection = -1 } },
            "krum with too few" => plain with { Strategy = new() { Kind = StrategyKind.Krum, Byzantine = 3 } },
            "noise with weights" => noisy with { Ring = noisy.Ring with { WeightMaximum = 2 } },
            "noise with adaptive clip" => noisy with { Ring = new() },
            "noise with qsgd" => noisy with { Up = new() { Scheme = CompressionScheme.Qsgd }, SecureAggregation = new() },
            "distributed noise without masks" => noisy with { Privacy = new() { Noise = NoisePlace.Distributed }, SecureAggregation = new() },
            "delta of one device" => noisy with { Privacy = noisy.Privacy with { Delta = 0.1 } },
            "budget for nothing" => noisy with { Privacy = noisy.Privacy with { Multiplier = 0.1 } },
            "noise with krum" => noisy with { Strategy = new() { Kind = StrategyKind.Krum }, SecureAggregation = new() },
            "qsgd in three bits" => plain with { Up = new() { Scheme = CompressionScheme.Qsgd, Bits = 3 } },
            "updates of no round" => Good with { Retention = new() { Keep = RetentionKind.Updates } },
            "models of two rounds" => Good with { Retention = new() { Keep = RetentionKind.Models, Rounds = 2 } },
            "ring down" => plain with { Down = new() { Scheme = CompressionScheme.Ring } },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };
    }

    [Fact]
    public void Plan_without_rounds_can_run() => Assert.Empty(PlanCheck.Problems(TrainingPlanFile.Parse(
        """
        name: pictures
        model: residual-8
        data: { set: built-in }
        cohort: { devices: 10, size: 10, minimum: 1 }
        strategy: { kind: fedBuff, buffer: 3, window: 5 }
        up: { scheme: rotated, bits: 4 }
        """, "plan.yaml")));

    [Fact]
    public void Private_and_masked_plan_can_run() =>
        Assert.Empty(PlanCheck.Problems(Good with { Privacy = new() { Noise = NoisePlace.Distributed }, Ring = new() { AdaptiveClip = false } }));

    [Theory]
    [InlineData(StrategyKind.FedAvg)]
    [InlineData(StrategyKind.FedAvgM)]
    [InlineData(StrategyKind.FedAdam)]
    [InlineData(StrategyKind.FedYogi)]
    public void Every_averaging_strategy_has_its_own_optimizer(StrategyKind kind) =>
        Assert.Equal(kind.ToString(), new StrategyPlan { Kind = kind }.ServerOptimizer().GetType().Name);
}
