namespace EdgeActors.Inference.Splits;

/// <summary>
/// Chooses the cut and the codec together, by a high quantile of predicted latency: a look-up in a precomputed envelope, compared with
/// everything on the device and the raw picture to the edge. The same candidates, conditions and present choice give the same answer;
/// safe to use from several threads. See <c>docs/design/split.md</c>.
/// </summary>
public sealed class SplitChooser
{
    // Requests come with a handful of different budgets; each has its envelope.
    private const int KeptEnvelopes = 8;

    // The links that anybody has, in bytes/s, and how finely they are looked at.
    private const double Slowest = 5e3;
    private const double Fastest = 100e6;
    private const int GoodputSteps = 30;

    private readonly SplitChooserOptions _options;
    private readonly SplitCandidate[] _cuts;
    private readonly SplitCandidate[] _ends;
    private volatile (EnvelopeKey Key, SplitEnvelope Envelope)[] _envelopes = [];

    /// <param name="candidates">At least one; all on the device and raw picture to the edge belong among them wherever they are possible.</param>
    public SplitChooser(IReadOnlyList<SplitCandidate> candidates, SplitChooserOptions? options = null)
    {
        if (candidates.Count == 0) throw new ArgumentException("There is nothing to choose from: a model needs at least one way to run.", nameof(candidates));
        Candidates = candidates;
        _options = options ?? SplitChooserOptions.Default;
        _ends = [.. candidates.Where(c => c.IsAllOnDevice || c.SendsPicture)];
        _cuts = [.. candidates.Except(_ends)];
    }

    public IReadOnlyList<SplitCandidate> Candidates { get; }

    /// <param name="present">What runs now, if anything; it is kept while switching would not pay.</param>
    public SplitChoice Choose(SplitConditions conditions, SplitChoice? present = null)
    {
        var best = Best(conditions);
        if (!best.MeetsConstraints || present is null || best.Pair == present.Pair) return best;
        return Candidates.FirstOrDefault(c => c.Pair == present.Pair) is { } kept && SplitConstraints.Broken(kept, conditions) is null
            ? KeepOrSwitch(best, SplitCost.Predict(kept, conditions), present, conditions.Link.Settling)
            : best;
    }

    /// <summary>The best there is, whatever runs now.</summary>
    public SplitChoice Best(SplitConditions conditions)
    {
        // How much of a shaper's bucket is full depends on how long a candidate's own work leaves the link alone: no line, so all are tried.
        var best = conditions.Link switch
        {
            { IsDown: true } => null,
            { FreeBytes: > 0 } => _cuts.Where(cut => SplitConstraints.Broken(cut, conditions) is null).MinBy(cut => SplitCost.CautiousMs(cut, conditions)),
            _ => EnvelopeFor(conditions).At(1000 / conditions.Link.GoodputP10),
        };
        foreach (var end in _ends)
        {
            if (SplitConstraints.Broken(end, conditions) is not null) continue;
            if (best is null || SplitCost.CautiousMs(end, conditions) < SplitCost.CautiousMs(best, conditions)) best = end;
        }
        return best is null ? NearestMiss(conditions) : SplitCost.Predict(best, conditions);
    }

    /// <summary>What would be best at one goodput or another, each pair once: worth having at hand before the link gets there.</summary>
    public IEnumerable<SplitChoice> AtAnyGoodput(SplitConditions conditions) => Enumerable.Range(0, GoodputSteps)
        .Select(step => Slowest * Math.Pow(Fastest / Slowest, (double)step / (GoodputSteps - 1)))
        .Select(goodput => Best(conditions with { Link = conditions.Link with { Goodput = goodput, GoodputP10 = goodput } }))
        .Where(choice => choice.MeetsConstraints)
        .DistinctBy(choice => choice.Pair);

    private SplitChoice KeepOrSwitch(SplitChoice best, SplitChoice kept, SplitChoice present, bool settling)
    {
        if (settling) return kept with { Reason = $"{kept.Pair.Cut} stays: the link has just changed and is being measured" };
        var gain = kept.CautiousMs - best.CautiousMs;
        if (gain >= _options.StepShare * kept.CautiousMs) return best;
        var regret = Math.Max(0, present.RegretMs + gain);
        return regret > _options.SwitchCostMs
            ? best
            : kept with { RegretMs = regret, Reason = $"{kept.Pair.Cut} stays: {best.Pair.Cut} would gain {gain:F1} ms, less than a switch costs" };
    }

    /// <summary>
    /// Nothing meets everything. Privacy, memory and a dead link cannot be bent, so among those that respect them the one that loses the
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
            IsPossible = possible.Count > 0,
            Reason = $"nothing meets every demand; {nearest.Pair.Cut} with {nearest.Pair.Codec} comes nearest, but {SplitConstraints.Broken(nearest, conditions)}",
        };
    }

    private SplitEnvelope EnvelopeFor(SplitConditions conditions)
    {
        var key = new EnvelopeKey(conditions.AccuracyLossBudget, conditions.DeviceMemoryBytes);
        var known = _envelopes;
        foreach (var entry in known)
            if (entry.Key == key) return entry.Envelope;

        var made = SplitEnvelope.Of(_cuts.Where(c => SplitConstraints.Broken(c, conditions) is null));
        // Two threads may both make one; either is right, and the last to write wins.
        _envelopes = [(key, made), .. known.Take(KeptEnvelopes - 1)];
        return made;
    }

    private readonly record struct EnvelopeKey(double AccuracyLossBudget, long? DeviceMemoryBytes);
}
