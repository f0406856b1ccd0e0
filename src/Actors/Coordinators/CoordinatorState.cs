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
/// <param name="Changes">How often the agreed pair has changed.</param>
public sealed record CoordinatorState(
    ImmutableHashSet<string> Held, SplitChoice? Agreed, DateTimeOffset AgreedAt, PendingProposal? Pending,
    ImmutableDictionary<string, DateTimeOffset> Refused, int Changes, int Proposals)
{
    public static CoordinatorState Empty { get; } = new([], null, default, null, ImmutableDictionary<string, DateTimeOffset>.Empty, 0, 0);

    /// <summary>A device that stays mute or refuses is not asked for the same cut again before this has passed.</summary>
    public static readonly TimeSpan LeaveAlone = TimeSpan.FromSeconds(30);

    /// <summary>The device has dialled anew: what its process holds is not known any more.</summary>
    public CoordinatorState Reconnected => Empty with { Changes = Changes, Proposals = Proposals };

    /// <summary>Which of a bundle's candidates may be proposed now.</summary>
    public IReadOnlyList<SplitCandidate> Open(IEnumerable<SplitCandidate> candidates, DateTimeOffset now) =>
        [.. candidates.Where(candidate => !Refused.TryGetValue(candidate.Pair.Cut, out var until) || until <= now)];

    /// <summary>
    /// Which candidates a step can take at once: those whose head the device holds. Sending the picture needs no head, so where nothing
    /// is held yet it does not wait for an agreement.
    /// </summary>
    public IReadOnlyList<SplitCandidate> Usable(IEnumerable<SplitCandidate> candidates) =>
        [.. candidates.Where(candidate => candidate.SendsPicture || Held.Contains(candidate.Pair.Cut))];

    /// <summary>
    /// Proposes a choice, unless it is agreed or a proposal is out. The id names the model: a device's coordinators share its session,
    /// which tells their proposals apart by nothing else.
    /// </summary>
    public CoordinatorState Want(SplitChoice wanted)
    {
        if (wanted.Pair == Agreed?.Pair)
            return this with { Agreed = wanted }; // the same pair, with the regret that has gathered
        return Pending is null ? this with { Pending = new($"{wanted.Pair.Model}-c{Proposals + 1}", wanted), Proposals = Proposals + 1 } : this;
    }

    public CoordinatorState Accept(string proposal, DateTimeOffset now) => Pending?.Id != proposal ? this : this with
    {
        Pending = null,
        Held = Held.Add(Pending.Choice.Pair.Cut),
        Agreed = Pending.Choice,
        AgreedAt = now,
        Changes = Agreed is null ? Changes : Changes + 1,
    };

    public CoordinatorState Refuse(string proposal, DateTimeOffset now) => Pending?.Id != proposal ? this : this with
    {
        Pending = null,
        Refused = Refused.SetItem(Pending.Choice.Pair.Cut, now + LeaveAlone),
    };

    /// <summary>The whole model comes first: with it the device can answer alone, and its time prices every other cut.</summary>
    public bool NeedsWholeModel(DateTimeOffset now) =>
        !Held.Contains(CutNames.Output) && !(Refused.TryGetValue(CutNames.Output, out var until) && until > now);

    public AgreedSplit? View(Func<SplitPair, Messages.SplitPair> name) =>
        Agreed is null ? null : new(name(Agreed.Pair), Agreed.TypicalMs, AgreedAt, Changes);
}
