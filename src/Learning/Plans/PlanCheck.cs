using System.Collections.Immutable;
using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Plans;

/// <summary>Refuses plans whose numbers are out of range or whose guarantees contradict each other, before a device is asked for anything.</summary>
public static class PlanCheck
{
    /// <summary>An outcome names every update in about 350 bytes; a message may have 100,000.</summary>
    public const int LargestCohort = 250;

    /// <summary>Everything that is wrong: key, value, and what would be right. Empty for a plan that can run.</summary>
    public static ImmutableArray<string> Problems(TrainingPlan plan) =>
        [.. Ranges(plan).Concat(Strategy(plan)).Concat(Buffering(plan)).Concat(Masking(plan)).Concat(PrivacyOf(plan)).Concat(Schemes(plan))];

    private static IEnumerable<string> Ranges(TrainingPlan plan)
    {
        var (cohort, local, phases) = (plan.Cohort, plan.Local, plan.Phases);
        if (plan.Name.Length == 0) yield return "name is empty: the run is found by it";
        if (plan.Model.Length == 0) yield return "model is empty: name a model of the registry";
        if (plan.Data.Set.Length == 0) yield return "data.set is empty: name a data set, or 'local'";
        if (plan.Rounds < 1) yield return $"rounds is {plan.Rounds}: at least 1";
        if (plan.EvaluateEvery < 0) yield return $"evaluateEvery is {plan.EvaluateEvery}: 0 for never, or a number of rounds";
        if (plan.Data.Alpha <= 0) yield return $"data.alpha is {plan.Data.Alpha}: above 0";
        if (cohort.Devices < 1) yield return $"cohort.devices is {cohort.Devices}: at least 1";
        if (cohort.Size > LargestCohort) yield return $"cohort.size is {cohort.Size}: at most {LargestCohort}, or the round's outcome does not fit one message";
        if (cohort.Size < 1 || cohort.Size > cohort.Devices) yield return $"cohort.size is {cohort.Size}: 1 to cohort.devices ({cohort.Devices})";
        if (cohort.Minimum < 1 || cohort.Minimum > cohort.Size) yield return $"cohort.minimum is {cohort.Minimum}: 1 to cohort.size ({cohort.Size})";
        if (cohort.Goal != 0 && (cohort.Goal < cohort.Minimum || cohort.Goal > cohort.Size))
            yield return $"cohort.goal is {cohort.Goal}: 0, or cohort.minimum ({cohort.Minimum}) to cohort.size ({cohort.Size})";
        if (cohort.PoissonRate is < 0 or >= 1) yield return $"cohort.poissonRate is {cohort.PoissonRate}: 0 for a fixed size, or below 1";
        if (cohort.Attempts < 1) yield return $"cohort.attempts is {cohort.Attempts}: at least 1";
        if (local.Batch < 1) yield return $"local.batch is {local.Batch}: at least 1";
        if (local.Steps < 0 || (local.Steps == 0 && local.Epochs < 1)) yield return $"local.epochs is {local.Epochs} and local.steps {local.Steps}: one of them at least 1";
        if (local.LearningRate <= 0) yield return $"local.learningRate is {local.LearningRate}: above 0";
        if (local.Momentum is < 0 or >= 1) yield return $"local.momentum is {local.Momentum}: 0 or more, below 1";
        if (local.WeightDecay < 0) yield return $"local.weightDecay is {local.WeightDecay}: 0 or more";
        if (local.GradientClip < 0) yield return $"local.gradientClip is {local.GradientClip}: 0 or more";
        if (local.RateDecay is <= 0 or > 1) yield return $"local.rateDecay is {local.RateDecay}: above 0, at most 1";
        if (local.PriorCorrection < 0) yield return $"local.priorCorrection is {local.PriorCorrection}: 0 or more";
        if (plan.Ring.Clip <= 0) yield return $"ring.clip is {plan.Ring.Clip}: above 0";
        if (plan.Ring.WeightMaximum is < 1 or > 1024) yield return $"ring.weightMaximum is {plan.Ring.WeightMaximum}: 1 to 1024";
        if (plan.Retention is { Keep: RetentionKind.Updates, Rounds: < 1 } few) yield return $"retention.rounds is {few.Rounds}: at least 1, or retention.keep models";
        if (plan.Retention is { Keep: not RetentionKind.Updates, Rounds: not 0 } odd) yield return $"retention.rounds is {odd.Rounds}: it goes with retention.keep updates only";
        foreach (var (name, wait) in new[] { ("selecting", phases.Selecting), ("keys", phases.Keys), ("shares", phases.Shares), ("reporting", phases.Reporting), ("unmasking", phases.Unmasking) })
        {
            if (wait <= TimeSpan.Zero) yield return $"phases.{name} is {wait}: above 0";
        }
    }

    private static IEnumerable<string> Strategy(TrainingPlan plan)
    {
        var strategy = plan.Strategy;
        if (strategy.ServerRate < 0) yield return $"strategy.serverRate is {strategy.ServerRate}: above 0, or 0 for the strategy's default";
        switch (strategy.Kind)
        {
            case StrategyKind.Scaffold when plan.Local.Steps == 0:
                yield return "strategy scaffold needs local.steps: its control variates assume the same number of steps on every device";
                break;
            case StrategyKind.Scaffold or StrategyKind.FedProx when plan.Local.Momentum > 0:
                yield return $"strategy {Name(strategy.Kind)} corrects plain SGD steps: local.momentum is {plan.Local.Momentum}, set it to 0";
                break;
            case StrategyKind.Scaffold or StrategyKind.FedProx when plan.Local.Optimizer != LocalOptimizer.Sgd:
                yield return $"strategy {Name(strategy.Kind)} corrects plain SGD steps: local.optimizer is {Name(plan.Local.Optimizer)}, set it to sgd";
                break;
            case StrategyKind.FedProx when strategy.ProximalTerm <= 0:
                yield return $"strategy.proximalTerm is {strategy.ProximalTerm}: above 0, or use fedAvg";
                break;
            case StrategyKind.FedAvgM when strategy.ServerMomentum is < 0 or >= 1:
                yield return $"strategy.serverMomentum is {strategy.ServerMomentum}: 0 or more, below 1";
                break;
            case StrategyKind.FedAdam or StrategyKind.FedYogi when strategy.Adaptivity <= 0:
                yield return $"strategy.adaptivity is {strategy.Adaptivity}: above 0";
                break;
            case StrategyKind.TrimmedMean when strategy.TrimmedShare is < 0 or >= 0.5:
                yield return $"strategy.trimmedShare is {strategy.TrimmedShare}: 0 or more, below 0.5";
                break;
            case StrategyKind.Krum or StrategyKind.MultiKrum when strategy.Byzantine < 0 || plan.Cohort.Minimum < 2 * strategy.Byzantine + 3:
                yield return $"strategy {Name(strategy.Kind)} against {strategy.Byzantine} lying devices needs cohort.minimum of {2 * strategy.Byzantine + 3} or more, it is {plan.Cohort.Minimum}";
                break;
            case StrategyKind.MultiKrum when strategy.Selected < 1 || strategy.Selected > plan.Cohort.Minimum - strategy.Byzantine:
                yield return $"strategy.selected is {strategy.Selected}: 1 to cohort.minimum less strategy.byzantine ({plan.Cohort.Minimum - strategy.Byzantine})";
                break;
        }
    }

    /// <summary>Without rounds, "of a round" has no meaning: what would silently be something else is refused.</summary>
    private static IEnumerable<string> Buffering(TrainingPlan plan)
    {
        var (strategy, cohort) = (plan.Strategy, plan.Cohort);
        if (strategy.Kind != StrategyKind.FedBuff) yield break;
        if (strategy.Buffer < 1 || strategy.Buffer > cohort.Size || strategy.Window < 0)
            yield return $"strategy.buffer is {strategy.Buffer} and strategy.window {strategy.Window}: a buffer of 1 to cohort.size ({cohort.Size}), a window of 0 or more";
        if (cohort.Size != cohort.Devices) yield return $"strategy fedBuff keeps every device at work: cohort.size is {cohort.Size}, set it to cohort.devices ({cohort.Devices})";
        if (cohort.Minimum != 1) yield return $"strategy fedBuff counts every update that it has taken, however few come: cohort.minimum is {cohort.Minimum}, set it to 1";
        if (cohort.Goal != 0) yield return $"strategy fedBuff makes a version of strategy.buffer updates: cohort.goal is {cohort.Goal}, set it to 0";
        if (cohort.PoissonRate != 0) yield return $"strategy fedBuff draws no cohorts: cohort.poissonRate is {cohort.PoissonRate}, set it to 0";
    }

    private static IEnumerable<string> Masking(TrainingPlan plan)
    {
        var masking = plan.SecureAggregation;
        if (!masking.Enabled) yield break;
        if (plan.Strategy.SeesSingleUpdates)
            yield return $"strategy {Name(plan.Strategy.Kind)} must see single updates and secureAggregation hides them: choose one of the two";
        if (plan.Strategy.Kind == StrategyKind.FedBuff) yield return "strategy fedBuff has no cohort whose masks could cancel: turn secureAggregation off";
        if (plan.Up.Scheme != CompressionScheme.Ring) yield return $"up.scheme {Name(plan.Up.Scheme)} cannot be masked: secureAggregation needs up.scheme ring";
        if (masking.Neighbours < 0 || masking.Neighbours % 2 != 0) yield return $"secureAggregation.neighbours is {masking.Neighbours}: 0 for all, or an even number";
        if (plan.Cohort.Minimum < 2) yield return $"cohort.minimum is {plan.Cohort.Minimum}: with secureAggregation at least 2, a sum of one hides nothing";
        var threshold = masking.ThresholdFor(plan.Cohort.Size);
        var holders = masking.Neighbours == 0 || masking.Neighbours >= plan.Cohort.Size - 1 ? plan.Cohort.Size : masking.Neighbours + 1;
        if (2 * threshold <= holders || threshold > holders)
            yield return $"secureAggregation.threshold is {threshold}: more than half of the {holders} holders of a share, and no more than all";
        else if (masking.Neighbours == 0 && threshold > plan.Cohort.Minimum)
            yield return $"secureAggregation.threshold is {threshold}, above cohort.minimum ({plan.Cohort.Minimum}): such a round could not be opened";
    }

    private static IEnumerable<string> PrivacyOf(TrainingPlan plan)
    {
        var privacy = plan.Privacy;
        if (privacy.Noise == NoisePlace.None) yield break;
        if (privacy.Multiplier <= 0) yield return $"privacy.multiplier is {privacy.Multiplier}: above 0";
        if (privacy.Budget <= 0) yield return $"privacy.budget is {privacy.Budget}: above 0";
        if (privacy.Delta <= 0 || privacy.Delta >= 1.0 / plan.Cohort.Devices)
            yield return $"privacy.delta is {privacy.Delta}: above 0 and below one over cohort.devices ({1.0 / plan.Cohort.Devices:0.####}), or one device's data could be published whole";
        if (plan.Up.Scheme != CompressionScheme.Ring) yield return $"up.scheme {Name(plan.Up.Scheme)} does not bound an update's norm: privacy needs up.scheme ring";
        if (plan.Strategy.SeesSingleUpdates) yield return $"strategy {Name(plan.Strategy.Kind)} has another sensitivity than a mean: privacy needs an averaging strategy";
        if (plan.Strategy.Kind == StrategyKind.FedBuff) yield return "strategy fedBuff weighs by staleness, which the accountant does not cover: turn privacy off";
        if (plan.Ring.WeightMaximum != 1) yield return $"ring.weightMaximum is {plan.Ring.WeightMaximum}: privacy per device counts every device alike, set it to 1";
        if (plan.Ring.AdaptiveClip) yield return "ring.adaptiveClip reads the updates' norms without noise: set it to false and choose ring.clip";
        if (privacy.Noise == NoisePlace.Distributed && !plan.SecureAggregation.Enabled)
            yield return "privacy.noise distributed protects only the sum: turn secureAggregation on, or the cloud sees single updates with too little noise";
        if (privacy.Multiplier > 0 && privacy.Budget > 0 && privacy.Delta is > 0 and < 1 && privacy.ToBudget(plan.Cohort.PoissonRate).RoundsWithin(1) == 0)
            yield return $"privacy.budget {privacy.Budget} does not pay for one round at privacy.multiplier {privacy.Multiplier}: raise one of them";
    }

    private static IEnumerable<string> Schemes(TrainingPlan plan)
    {
        if (plan.Strategy.SeesSingleUpdates && plan.Up.Scheme == CompressionScheme.Ring)
            yield return $"strategy {Name(plan.Strategy.Kind)} needs decoded updates: use up.scheme dense, qsgd or rotated";
        if (plan.Strategy.Kind == StrategyKind.FedBuff && plan.Up.Scheme == CompressionScheme.Ring)
            yield return "strategy fedBuff weighs by staleness, which the ring cannot: use up.scheme dense, qsgd or rotated";
        if (plan.Down.Scheme == CompressionScheme.Ring) yield return "down.scheme ring is for sums: use dense, qsgd or rotated";
        foreach (var (way, compression) in new[] { ("up", plan.Up), ("down", plan.Down) })
        {
            var allowed = compression.Scheme switch
            {
                CompressionScheme.Qsgd => compression.Bits is 2 or 4 or 8 ? null : "2, 4 or 8",
                CompressionScheme.Rotated => compression.Bits is >= 1 and <= 4 ? null : "1 to 4",
                CompressionScheme.Ring => compression.Bits is >= 2 and <= 16 ? null : "2 to 16",
                _ => null,
            };
            if (allowed is not null) yield return $"{way}.bits is {compression.Bits}: {allowed} for {Name(compression.Scheme)}";
            if (compression.Scheme == CompressionScheme.TopK && compression.Share is not (> 0 and <= 1)) yield return $"{way}.share is {compression.Share}: above 0, at most 1";
        }

        if (plan.Strategy.Kind == StrategyKind.Scaffold && plan.Up.Scheme is CompressionScheme.TopK or CompressionScheme.OneBit)
            yield return $"strategy scaffold reads control variates off the sent updates, which up.scheme {Name(plan.Up.Scheme)} distorts: use dense, ring, qsgd or rotated";
    }

    private static string Name<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
