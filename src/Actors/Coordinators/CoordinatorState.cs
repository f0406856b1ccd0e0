using System.Collections.Immutable;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Actors.Coordinators;

/// <summary>
/// What a device and its edge have agreed on for one model. The agreed pair stays until the device has accepted another one; a refused
/// cut is left alone for a while.
/// </summary>
/// <param name="Held">Cuts whose head the device has accepted, in this session.</param>
/// <param name="Pending">Proposed and not answered; at most one.</param>
/// <param name="Refused">Until when a cut is not proposed again.</param>
/// <param name="Pin">Nothing else is chosen while it is set; null: free.</param>
/// <param name="Changes">How often the agreed pair has changed.</param>
/// <param name="MeasuredMs">What the last step took; null before the first.</param>
public sealed record CoordinatorState(
    ImmutableHashSet<string> Held, SplitChoice? Agreed, DateTimeOffset AgreedAt, PendingProposal? Pending,
    ImmutableDictionary<string, DateTimeOffset> Refused, PinnedSplit? Pin, int Changes, int Proposals, double? MeasuredMs)
{
    public static CoordinatorState Empty { get; } = new([], null, default, null, ImmutableDictionary<string, DateTimeOffset>.Empty, null, 0, 0, null);

    /// <summary>A device that stays mute or refuses is not asked for the same cut again before this has passed.</summary>
    public static readonly TimeSpan LeaveAlone = TimeSpan.FromSeconds(30);

    /// <summary>What steps stay with: what has been proposed and could run at once, else what is agreed.</summary>
    public SplitChoice? Present => Pending is { Ahead: false, Choice: var wanted } && (wanted.Candidate.SendsPicture || Held.Contains(wanted.Pair.Cut)) ? wanted : Agreed;

    /// <summary>The device has dialled anew: what its process holds is not known any more.</summary>
    public CoordinatorState Reconnected => Empty with { Pin = Pin, Changes = Changes, Proposals = Proposals };

    /// <summary>Which of a bundle's candidates may be proposed now.</summary>
    public IReadOnlyList<SplitCandidate> Open(IEnumerable<SplitCandidate> candidates, DateTimeOffset now) =>
        [.. candidates.Where(candidate => Allows(candidate) && !IsRefused(candidate.Pair.Cut, now))];

    /// <summary>
    /// Which candidates a step can take at once: those whose head the device holds. Sending the picture needs no head, so where nothing
    /// is held yet it does not wait for an agreement.
    /// </summary>
    /// <param name="pictureIsHere">The edge holds the picture: sending it there from the device would be a detour.</param>
    public IReadOnlyList<SplitCandidate> Usable(IEnumerable<SplitCandidate> candidates, bool pictureIsHere) =>
        [.. candidates.Where(candidate => Allows(candidate) && (candidate.SendsPicture ? !pictureIsHere : Held.Contains(candidate.Pair.Cut)))];

    /// <summary>
    /// Proposes a choice, unless it is agreed or a proposal is out. The id names the model: a device's coordinators share its session,
    /// which tells their proposals apart by nothing else.
    /// </summary>
    public CoordinatorState Want(SplitChoice wanted)
    {
        if (wanted.Pair == Agreed?.Pair)
            return this with { Agreed = wanted }; // the same pair, with the regret that has gathered
        return Propose(wanted, ahead: false);
    }

    /// <summary>What has gathered against a pair that is agreed; only steps add to it, or every probe would.</summary>
    public double RegretOf(SplitChoice wanted) => wanted.Pair == Agreed?.Pair ? Agreed.RegretMs : wanted.RegretMs;

    /// <summary>Asks the device to get ready for a cut that will be best when the link has moved, so that the move need not wait for files.</summary>
    public CoordinatorState GetReady(SplitChoice choice) => Propose(choice, ahead: true);

    private CoordinatorState Propose(SplitChoice choice, bool ahead) => Pending is not null
        ? this
        : this with { Pending = new($"{choice.Pair.Model}-c{Proposals + 1}", choice, ahead), Proposals = Proposals + 1 };

    /// <summary>The device can run what was proposed; from here on it does, unless that was only to get ready.</summary>
    public CoordinatorState Accept(string proposal, DateTimeOffset now)
    {
        if (Pending is not { } pending || pending.Id != proposal)
            return this;
        var held = this with { Pending = null, Held = Held.Add(pending.Choice.Pair.Cut) };
        return pending.Ahead
            ? held
            : held with { Agreed = pending.Choice, AgreedAt = now, Changes = Agreed is null ? Changes : Changes + 1, MeasuredMs = null };
    }

    public CoordinatorState Refuse(string proposal, DateTimeOffset now) => Pending?.Id != proposal ? this : this with
    {
        Pending = null,
        Refused = Refused.SetItem(Pending.Choice.Pair.Cut, now + LeaveAlone),
    };

    public CoordinatorState Took(SplitPair pair, double measuredMs) => pair == Agreed?.Pair ? this with { MeasuredMs = measuredMs } : this;

    /// <summary>The whole model comes first: with it the device can answer alone, and its time prices every other cut.</summary>
    public bool NeedsWholeModel(DateTimeOffset now) => !Held.Contains(CutNames.Output) && !IsRefused(CutNames.Output, now);

    public bool IsRefused(string cut, DateTimeOffset now) => Refused.TryGetValue(cut, out var until) && until > now;

    public AgreedSplit? View(Func<SplitPair, Messages.SplitPair> name) =>
        Agreed is null ? null : new(name(Agreed.Pair), Agreed.TypicalMs, AgreedAt, Changes, MeasuredMs);

    private bool Allows(SplitCandidate candidate) => Pin is null || Pin.Fits(candidate.Pair);
}
