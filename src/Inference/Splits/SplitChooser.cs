namespace EdgeActors.Inference.Splits;

/// <summary>
/// Chooses the cut and the codec together, by a high quantile of predicted latency. Pure: the same candidates, conditions and present
/// choice give the same answer. See <c>docs/design/split.md</c>.
/// </summary>
public sealed class SplitChooser
{
    private readonly SplitChooserOptions _options;

    /// <param name="candidates">At least one; all on the device and raw picture to the edge belong among them wherever they are possible.</param>
    public SplitChooser(IReadOnlyList<SplitCandidate> candidates, SplitChooserOptions? options = null)
    {
        if (candidates.Count == 0) throw new ArgumentException("There is nothing to choose from: a model needs at least one way to run.", nameof(candidates));
        Candidates = candidates;
        _options = options ?? SplitChooserOptions.Default;
    }

    public IReadOnlyList<SplitCandidate> Candidates { get; }

    /// <param name="present">What runs now, if anything; it is kept while switching would not pay.</param>
    public SplitChoice Choose(SplitConditions conditions, SplitChoice? present = null)
    {
        var best = Best(conditions);
        if (!best.MeetsConstraints || present is null || best.Pair == present.Pair) return best;
        return Candidates.FirstOrDefault(c => c.Pair == present.Pair) is { } kept && SplitConstraints.Broken(kept, conditions) is null
            ? KeepOrSwitch(best, SplitCost.Predict(kept, conditions), present)
            : best;
    }

    /// <summary>The best there is, whatever runs now.</summary>
    public SplitChoice Best(SplitConditions conditions)
    {
        var feasible = Candidates.Where(c => SplitConstraints.Broken(c, conditions) is null).ToList();
        return feasible.Count > 0
            ? SplitCost.Predict(feasible.MinBy(c => SplitCost.CautiousMs(c, conditions))!, conditions)
            : NearestMiss(conditions);
    }

    private SplitChoice KeepOrSwitch(SplitChoice best, SplitChoice kept, SplitChoice present)
    {
        var gain = kept.CautiousMs - best.CautiousMs;
        if (gain >= _options.StepShare * kept.CautiousMs) return best;
        var regret = Math.Max(0, present.RegretMs + gain);
        return regret > _options.SwitchCostMs
            ? best
            : kept with { RegretMs = regret, Reason = $"{kept.Pair.Cut} stays: {best.Pair.Cut} would gain {gain:F1} ms, less than a switch costs" };
    }

    /// <summary>
    /// Nothing meets everything: privacy, memory and a dead link cannot be bent, so among those that respect them the one that loses the
    /// least accuracy is named, and said to be over the budget.
    /// </summary>
    private SplitChoice NearestMiss(SplitConditions conditions)
    {
        var possible = Candidates.Where(c => SplitConstraints.BrokenHard(c, conditions) is null).ToList();
        var nearest = (possible.Count > 0 ? possible : Candidates)
            .OrderBy(c => c.AccuracyLoss).ThenBy(c => SplitCost.CautiousMs(c, conditions)).First();
        return SplitCost.Predict(nearest, conditions) with
        {
            MeetsConstraints = false,
            Reason = $"nothing meets every demand; {nearest.Pair.Cut} with {nearest.Pair.Codec} comes nearest, but {SplitConstraints.Broken(nearest, conditions)}",
        };
    }
}
