using System.Collections.Immutable;
using EdgeActors.Actors.Training;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;

namespace EdgeActors.Actors.Rounds;

/// <summary>
/// One federated round: who was asked in the current attempt, whose keys, shares and updates are in, and how it ended. Decides and applies; times are
/// in the events. What is decided is in <c>RoundDecisions.cs</c>.
/// </summary>
/// <param name="Order">Of the current attempt; null until the first.</param>
/// <param name="Plan">As the order says; null with it.</param>
/// <param name="Since">When the phase began.</param>
/// <param name="Keys">Advertised so far.</param>
/// <param name="Roster">Who may share, once closed.</param>
/// <param name="Shared">Shares so far, as they came.</param>
/// <param name="Sharers">Who masks with whom, once closed.</param>
/// <param name="Updates">Durable and checked.</param>
/// <param name="Declined">Will not report in this attempt.</param>
/// <param name="Survivors">Whose update is in the sum, once closed.</param>
/// <param name="Outcome">Null unless the attempt succeeded.</param>
/// <param name="Failure">Null unless it failed.</param>
/// <param name="Settled">Whether the run knows.</param>
/// <param name="Spoilt">What attempts which failed, or which the run could not commit, had taken in and made of it, where the plan does not keep everything.</param>
public sealed partial record RoundState(
    RoundId Id,
    RoundOrder? Order,
    TrainingPlan? Plan,
    RoundPhase Phase,
    DateTimeOffset Since,
    ImmutableSortedDictionary<DeviceId, MaskKeys> Keys,
    ImmutableSortedSet<DeviceId> Roster,
    ImmutableSortedDictionary<DeviceId, KeysShared> Shared,
    ImmutableSortedSet<DeviceId> Sharers,
    ImmutableSortedDictionary<DeviceId, CountedUpdate> Updates,
    ImmutableSortedSet<DeviceId> Declined,
    ImmutableSortedSet<DeviceId> Survivors,
    ImmutableSortedDictionary<DeviceId, SharesRevealed> Revealed,
    RoundOutcome? Outcome,
    string? Failure,
    bool Settled,
    ImmutableList<HeldBlob> Spoilt)
{
    public static RoundState Empty(RoundId id) => new(
        id, null, null, RoundPhase.Waiting, default, ImmutableSortedDictionary<DeviceId, MaskKeys>.Empty, [],
        ImmutableSortedDictionary<DeviceId, KeysShared>.Empty, [], ImmutableSortedDictionary<DeviceId, CountedUpdate>.Empty, [], [],
        ImmutableSortedDictionary<DeviceId, SharesRevealed>.Empty, null, null, false, []);

    public static RoundState Fold(RoundId id, IEnumerable<IRoundEvent> events) =>
        events.Aggregate(Empty(id), (state, happened) => state.Apply(happened));

    public int Attempt => Order?.Attempt ?? 0;

    public bool Masked => Plan is { SecureAggregation.Enabled: true };

    /// <summary>What the current attempt needs of the store; once it is settled, the run says what stays.</summary>
    public IEnumerable<HeldBlob> Held => Settled || (Failure is not null && !KeepsSpoilt) ? [] : TakenIn;

    private bool KeepsSpoilt => Plan?.Retention?.RoundsToReplay() is null;

    private ImmutableList<HeldBlob> SpoiltNow => KeepsSpoilt ? Spoilt : Spoilt.AddRange(TakenIn);

    private IEnumerable<HeldBlob> TakenIn => Updates.Values.Select(update => update.Update).Append(Outcome?.Sum).OfType<BlobRef>()
        .Select(blob => new HeldBlob(blob, RunRetention.HolderOf(Id, Attempt)));

    /// <summary>Devices that the current phase still waits for: they are told again.</summary>
    public IEnumerable<DeviceId> Awaited => Phase switch
    {
        RoundPhase.Keys => Order!.Cohort.Where(device => !Keys.ContainsKey(device) && !Declined.Contains(device)),
        RoundPhase.Shares => Roster.Where(device => !Shared.ContainsKey(device) && !Declined.Contains(device)),
        RoundPhase.Reporting => Reporters.Where(device => !Updates.ContainsKey(device) && !Declined.Contains(device)),
        RoundPhase.Unmasking => Survivors.Where(device => !Revealed.ContainsKey(device)),
        _ => [],
    };

    /// <summary>Who may report an update.</summary>
    public IEnumerable<DeviceId> Reporters => Masked ? Sharers : Order!.Cohort;

    /// <summary>Shares that recover a secret, for the roster as it was closed.</summary>
    public int Threshold => Plan!.SecureAggregation.ThresholdFor(Roster.Count);

    /// <summary>When the phase is closed with what is in by then; null where nothing times out.</summary>
    public DateTimeOffset? Deadline => Phase switch
    {
        RoundPhase.Keys => Since + Plan!.Phases.Keys,
        RoundPhase.Shares => Since + Plan!.Phases.Shares,
        RoundPhase.Reporting => Since + Plan!.Phases.Reporting,
        RoundPhase.Unmasking => Since + Plan!.Phases.Unmasking,
        _ => null,
    };

    public RoundState Apply(IRoundEvent happened) => happened switch
    {
        AttemptOpened e => Open(e),
        KeysAdvertised e => this with { Keys = Keys.SetItem(e.Keys.Device, e.Keys) },
        RosterClosed e => this with { Phase = RoundPhase.Shares, Since = e.At, Roster = [.. e.Roster] },
        KeysShared e => this with { Shared = Shared.SetItem(e.Device, e) },
        SharingClosed e => this with { Phase = RoundPhase.Reporting, Since = e.At, Sharers = [.. e.Sharers] },
        UpdateAccepted e => this with { Updates = Updates.SetItem(e.Update.Device, e.Update) },
        UpdateRejected => this,
        DeviceDeclined e => this with { Declined = Declined.Add(e.Device) },
        ReportingClosed e => this with
        {
            Phase = Masked ? RoundPhase.Unmasking : RoundPhase.Summing, Since = e.At, Survivors = [.. e.Survivors],
        },
        SharesRevealed e => Reveal(e),
        AttemptSummed e => this with { Phase = RoundPhase.Ended, Since = e.At, Outcome = e.Outcome },
        AttemptFailed e => Fail(e),
        AttemptSettled => this with { Settled = true },
        _ => throw new ArgumentException($"A round knows no {happened.GetType().Name}.", nameof(happened)),
    };

    private RoundState Open(AttemptOpened e)
    {
        var plan = TrainingPlan.FromCanonicalJson(e.Order.PlanJson);
        return Empty(Id) with
        {
            Order = e.Order,
            Plan = plan,
            Phase = plan.SecureAggregation.Enabled ? RoundPhase.Keys : RoundPhase.Reporting,
            Since = e.At,
            Spoilt = Outcome is null ? Spoilt : SpoiltNow, // the run could not commit it
        };
    }

    private RoundState Fail(AttemptFailed e) => this with
    {
        Phase = RoundPhase.Ended,
        Since = e.At,
        Failure = e.Reason,
        Spoilt = SpoiltNow,
    };

    private RoundState Reveal(SharesRevealed e)
    {
        var revealed = Revealed.SetItem(e.Device, e);
        return this with { Revealed = revealed, Phase = CanUnmask(revealed) ? RoundPhase.Summing : Phase };
    }

    /// <summary>Every secret that still masks the sum has enough shares.</summary>
    private bool CanUnmask(ImmutableSortedDictionary<DeviceId, SharesRevealed> revealed)
    {
        var seeds = revealed.Values.SelectMany(e => e.SeedsOfSurvivors).CountBy(share => share.Owner).ToDictionary();
        var keys = revealed.Values.SelectMany(e => e.KeysOfLost).CountBy(share => share.Owner).ToDictionary();
        return Survivors.All(device => seeds.GetValueOrDefault(device) >= Threshold)
            && Sharers.Except(Survivors).All(device => keys.GetValueOrDefault(device) >= Threshold);
    }
}
