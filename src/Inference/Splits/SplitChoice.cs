namespace EdgeActors.Inference.Splits;

/// <summary>What was chosen, what it is expected to cost, and why.</summary>
/// <param name="CautiousMs">High quantile of the predicted latency; what the candidates were compared by.</param>
/// <param name="Hops">Expected times in the order they happen.</param>
/// <param name="MeetsConstraints">False where no candidate does; then this is the nearest there is, and <paramref name="Reason"/> says what it breaks.</param>
/// <param name="Reason">For people: one sentence.</param>
/// <param name="RegretMs">Time lost by not having switched yet; a switch happens once it outweighs what switching costs.</param>
public sealed record SplitChoice(
    SplitCandidate Candidate, double CautiousMs, IReadOnlyList<PredictedHop> Hops, bool MeetsConstraints, string Reason, double RegretMs = 0)
{
    /// <summary>False where it would break what can't be bent: privacy, memory, a dead link. Then it is only named, and must not be run.</summary>
    public bool IsPossible { get; init; } = true;

    public SplitPair Pair => Candidate.Pair;

    public double TypicalMs => Hops.Sum(h => h.Ms);
}
