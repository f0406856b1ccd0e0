using System.Collections.Immutable;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundEvents;
using static EdgeActors.Messages.Training.RoundMessages;
using RoundDecision = EdgeActors.Actors.Decision<EdgeActors.Messages.Training.RoundEvents.IRoundEvent>;

namespace EdgeActors.Actors.Rounds;

public sealed partial record RoundState
{
    public RoundDecision Decide(RunAttempt command, DateTimeOffset now) => this switch
    {
        _ when command.Order.Attempt <= Attempt => RoundDecision.AlreadyDone,
        { Order: not null, Phase: not RoundPhase.Ended } => RoundDecision.Persist(
            new AttemptFailed(Id, Attempt, $"the run began attempt {command.Order.Attempt}", now), new AttemptOpened(command.Order, now)),
        _ => RoundDecision.Persist(new AttemptOpened(command.Order, now)),
    };

    public RoundDecision Decide(AdvertiseKeys command, DateTimeOffset now)
    {
        if (Foreign(command) is { } fault) return Reject(fault);
        if (Phase != RoundPhase.Keys || Keys.ContainsKey(command.Device)) return RoundDecision.AlreadyDone;
        return WithEnd(new KeysAdvertised(Id, new(command.Device, command.MaskKey, command.ShareKey), now), now);
    }

    public RoundDecision Decide(ShareKeys command, DateTimeOffset now)
    {
        if (Foreign(command) is { } fault) return Reject(fault);
        if (Phase != RoundPhase.Shares || Shared.ContainsKey(command.Device) || !Roster.Contains(command.Device)) return RoundDecision.AlreadyDone;
        return WithEnd(new KeysShared(Id, command.Device, command.SeedCommitment, command.Shares, now), now);
    }

    /// <summary>What can be said of an offered update before its bytes are fetched.</summary>
    /// <returns>Null when they should be.</returns>
    public UpdateRefusal? Screen(OfferUpdate offer, UpdateRules rules)
    {
        if (Foreign(offer) is { } fault) return fault;
        if (Phase != RoundPhase.Reporting)
            return new UpdateRefusal(UpdateFault.ClosedRound, $"round {Id} is {Name(Phase)}, not reporting: the update came too late and does not count");
        if (!Reporters.Contains(offer.Device))
            return new UpdateRefusal(UpdateFault.NotInCohort, $"{offer.Device} did not share keys in round {Id}: its masks would never come off");
        return rules.InspectLength(offer.Update.Length) ?? Buffer?.Inspect(Version, BaseOf(offer)!.Value);
    }

    /// <summary>Whether this very device's update is already in: it only missed the answer.</summary>
    public bool IsTaken(OfferUpdate offer) => IsAsynchronous ? HasCounted(offer) : offer.Attempt == Attempt && Updates.ContainsKey(offer.Device);

    /// <summary>Whether these very bytes are in, from whichever device: the attempt holds them once.</summary>
    public bool IsTaken(BlobRef update, int attempt) => attempt == Attempt && Updates.Values.Any(taken => taken.Update.Sha256 == update.Sha256);

    /// <summary>The bytes are durable here, and right or not.</summary>
    public RoundDecision Decide(OfferUpdate offer, BlobRef kept, UpdateRefusal? refusal, UpdateRules rules, DateTimeOffset now)
    {
        if (IsTaken(offer)) return RoundDecision.AlreadyDone;
        if ((Screen(offer, rules) ?? refusal) is { } fault) return Reject(offer.Device, fault, now);
        return WithEnd(new UpdateAccepted(Id, new(offer.Device, kept, WeightOf(offer), offer.Report, BaseOf(offer)), now), now);
    }

    /// <summary>Notes a refusal in the journal when it concerns the current attempt.</summary>
    public RoundDecision Reject(DeviceId device, UpdateRefusal refusal, DateTimeOffset now) => Order is not null && Order.Cohort.Contains(device)
        ? RoundDecision.Persist(new UpdateRejected(Id, device, refusal.Fault.ToString(), refusal.Reason, now))
        : RoundDecision.AlreadyDone;

    public RoundDecision Decide(DeclineRound command, DateTimeOffset now)
    {
        if (Foreign(command) is { } fault) return Reject(fault);
        if (Phase is RoundPhase.Unmasking or RoundPhase.Summing or RoundPhase.Ended || Declined.Contains(command.Device) || Updates.ContainsKey(command.Device))
            return RoundDecision.AlreadyDone;
        return WithEnd(new DeviceDeclined(Id, command.Device, command.Reason, now), now);
    }

    public RoundDecision Decide(RevealShares command, DateTimeOffset now)
    {
        if (Foreign(command) is { } fault) return Reject(fault);
        if (Phase != RoundPhase.Unmasking || !Survivors.Contains(command.Device) || Revealed.ContainsKey(command.Device)) return RoundDecision.AlreadyDone;
        return RoundDecision.Persist(new SharesRevealed(Id, command.Device, command.KeysOfLost, command.SeedsOfSurvivors, now));
    }

    /// <summary>The sum is made and durable, or there is none to make.</summary>
    public RoundDecision Summed(BlobRef? sum, DateTimeOffset now) => Phase == RoundPhase.Summing
        ? RoundDecision.Persist(new AttemptSummed(Id, new(
            Survivors.Select(device => Updates[device]).ToValueArray(), sum, Order!.Cohort.Where(device => StandingOf(device) == DeviceStandings.Lost).ToValueArray()), now))
        : RoundDecision.AlreadyDone;

    public RoundDecision Fail(string reason, DateTimeOffset now) => Phase is RoundPhase.Waiting or RoundPhase.Ended
        ? RoundDecision.AlreadyDone
        : RoundDecision.Persist(new AttemptFailed(Id, Attempt, reason, now));

    public RoundDecision Decide(AttemptNoted command, DateTimeOffset now) => command.Attempt == Attempt && Phase == RoundPhase.Ended && !Settled
        ? RoundDecision.Persist(new AttemptSettled(Id, Attempt, now))
        : RoundDecision.AlreadyDone;

    /// <summary>The phase's time may be up: it closes with what is in, or the attempt fails.</summary>
    public RoundDecision PassDeadline(DateTimeOffset now) =>
        Deadline <= now ? RoundDecision.Persist(Close(now, timeIsUp: true)) : RoundDecision.AlreadyDone;

    private RoundDecision WithEnd(IRoundEvent happened, DateTimeOffset now)
    {
        var after = Apply(happened);
        return RoundDecision.Persist([happened, .. after.IsComplete ? after.Close(now, timeIsUp: false) : []]);
    }

    /// <summary>Nobody else is waited for in this phase.</summary>
    private bool IsComplete => Phase switch
    {
        RoundPhase.Reporting => !Awaited.Any() || (Goal > 0 && Updates.Count >= Goal),
        RoundPhase.Keys or RoundPhase.Shares => !Awaited.Any(),
        _ => false,
    };

    /// <summary>Updates that close the phase early; 0 for none.</summary>
    private int Goal => Buffer?.BufferSize ?? Plan!.Cohort.Goal;

    private ImmutableArray<IRoundEvent> Close(DateTimeOffset now, bool timeIsUp)
    {
        var (count, needed) = Phase switch
        {
            RoundPhase.Keys => (Keys.Count, Math.Max(Plan!.Cohort.Minimum, Plan.SecureAggregation.ThresholdFor(Keys.Count))),
            RoundPhase.Shares => (Shared.Count, Math.Max(Plan!.Cohort.Minimum, Threshold)),
            RoundPhase.Reporting => (Updates.Count, Math.Max(Plan!.Cohort.Minimum, Masked ? Threshold : 1)),
            _ => (Revealed.Count, int.MaxValue),
        };
        if (count < needed)
        {
            var wanted = Phase == RoundPhase.Unmasking ? $"{Threshold} shares of every secret" : $"{needed}";
            var why = timeIsUp ? "when its time was up" : "and nobody else will answer";
            return [new AttemptFailed(Id, Attempt, $"{Name(Phase)}: {count} of {Order!.Cohort.Count} devices answered {why}, needed: {wanted}", now)];
        }

        return Phase switch
        {
            RoundPhase.Keys => [new RosterClosed(Id, Keys.Keys.ToValueArray(), now)],
            RoundPhase.Shares => [new SharingClosed(Id, Shared.Keys.ToValueArray(), now)],
            _ => [new ReportingClosed(Id, Updates.Keys.ToValueArray(), now)],
        };
    }

    private UpdateRefusal? Foreign(IDeviceRoundMessage message)
    {
        if (message.Attempt != Attempt)
            return new UpdateRefusal(UpdateFault.OldRound, $"round {Id} is at attempt {Attempt}, this belongs to attempt {message.Attempt}");
        return Order!.Cohort.Contains(message.Device)
            ? null
            : new UpdateRefusal(UpdateFault.NotInCohort, $"{message.Device} was not asked in round {Id}");
    }

    private static RoundDecision Reject(UpdateRefusal fault) => RoundDecision.Reject(FailureCodes.Refused, fault.Reason);

    private static string Name(RoundPhase phase) => phase.ToString().ToLowerInvariant();
}
