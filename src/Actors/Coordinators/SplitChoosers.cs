using EdgeActors.Inference.Splits;

namespace EdgeActors.Actors.Coordinators;

/// <summary>
/// Choosers with their envelopes, kept for as long as what they were made from: prices, what the device holds, what is pinned or refused. A step
/// then costs a look-up. Not thread-safe: the coordinator owns it.
/// </summary>
internal sealed class SplitChoosers(SplitEvidence evidence, TimeProvider time)
{
    private readonly Dictionary<Use, (Made From, SplitChooser? Chooser)> _kept = [];

    private enum Use { Proposal, Step, StepOnUpload }

    /// <summary>Of what may be proposed now; null where everything is refused.</summary>
    public SplitChooser? ForProposal(CoordinatorState state) => Get(Use.Proposal, state, () => state.Open(evidence.Candidates, time.GetUtcNow()));

    /// <summary>Of what a step can take at once; null where the device holds nothing that it may run.</summary>
    public SplitChooser? ForStep(CoordinatorState state, bool pictureIsHere) =>
        Get(pictureIsHere ? Use.StepOnUpload : Use.Step, state, () => state.Usable(evidence.Candidates, pictureIsHere));

    private SplitChooser? Get(Use use, CoordinatorState state, Func<IReadOnlyList<SplitCandidate>> candidates)
    {
        var from = new Made(evidence.Candidates, state.Held, use == Use.Proposal ? RefusedNow(state) : "", state.Pin);
        if (_kept.TryGetValue(use, out var kept) && kept.From == from)
            return kept.Chooser;
        var made = candidates() is { Count: > 0 } some ? new SplitChooser(some) : null;
        _kept[use] = (from, made);
        return made;
    }

    private string RefusedNow(CoordinatorState state)
    {
        var now = time.GetUtcNow();
        return string.Join(' ', state.Refused.Keys.Where(cut => state.IsRefused(cut, now)).Order(StringComparer.Ordinal));
    }

    /// <summary>Compared by reference where it is a collection: a new price list is a new list.</summary>
    /// <param name="Refused">The cuts that are refused now.</param>
    private readonly record struct Made(IReadOnlyList<SplitCandidate> Prices, object Held, string Refused, PinnedSplit? Pin);
}
