namespace EdgeActors.Messages.Training;

/// <summary>What has happened in a round: its journal. With secure aggregation it holds what the cloud sees anyway, and never a single update in the clear.</summary>
public static class RoundEvents
{
    public interface IRoundEvent : IRoundMessage, IJournalEvent;

    public sealed record AttemptOpened(RoundOrder Order, DateTimeOffset At) : IRoundEvent
    {
        public RoundId Round => Order.Round;
    }

    public sealed record KeysAdvertised(RoundId Round, MaskKeys Keys, DateTimeOffset At) : IRoundEvent;

    /// <summary>No more keys: who is in <paramref name="Roster"/> shares.</summary>
    public sealed record RosterClosed(RoundId Round, ValueArray<DeviceId> Roster, DateTimeOffset At) : IRoundEvent;

    public sealed record KeysShared(RoundId Round, DeviceId Device, ValueArray<byte> SeedCommitment, ValueArray<SealedShare> Shares, DateTimeOffset At) : IRoundEvent;

    /// <summary>No more shares: updates are masked with <paramref name="Sharers"/>.</summary>
    public sealed record SharingClosed(RoundId Round, ValueArray<DeviceId> Sharers, DateTimeOffset At) : IRoundEvent;

    /// <summary>The update's bytes are durable and checked.</summary>
    public sealed record UpdateAccepted(RoundId Round, CountedUpdate Update, DateTimeOffset At) : IRoundEvent;

    /// <summary>Nothing of the update was kept; the reason went to the device.</summary>
    public sealed record UpdateRejected(RoundId Round, DeviceId Device, string Fault, string Reason, DateTimeOffset At) : IRoundEvent;

    public sealed record DeviceDeclined(RoundId Round, DeviceId Device, string Reason, DateTimeOffset At) : IRoundEvent;

    /// <summary>No more updates: the mean is of <paramref name="Survivors"/>, and no device will ever be asked about others.</summary>
    public sealed record ReportingClosed(RoundId Round, ValueArray<DeviceId> Survivors, DateTimeOffset At) : IRoundEvent;

    public sealed record SharesRevealed(RoundId Round, DeviceId Device, ValueArray<OpenShare> KeysOfLost, ValueArray<OpenShare> SeedsOfSurvivors, DateTimeOffset At) : IRoundEvent;

    /// <summary>The attempt has succeeded.</summary>
    public sealed record AttemptSummed(RoundId Round, RoundOutcome Outcome, DateTimeOffset At) : IRoundEvent;

    public sealed record AttemptFailed(RoundId Round, int Attempt, string Reason, DateTimeOffset At) : IRoundEvent;

    /// <summary>The run knows how the attempt ended.</summary>
    public sealed record AttemptSettled(RoundId Round, int Attempt, DateTimeOffset At) : IRoundEvent;
}
