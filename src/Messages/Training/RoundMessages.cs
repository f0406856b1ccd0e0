namespace EdgeActors.Messages.Training;

/// <summary>What a round tells its devices, and they it.</summary>
public static class RoundMessages
{
    /// <summary>Asks a device to train. Answered, with secure aggregation, by <see cref="AdvertiseKeys"/> at once; then by <see cref="OfferUpdate"/>, or by <see cref="DeclineRound"/>.</summary>
    public sealed record InviteToRound(DeviceId Device, RoundOrder Order) : IDeviceRoundMessage
    {
        public RoundId Round => Order.Round;

        public int Attempt => Order.Attempt;
    }

    public sealed record AdvertiseKeys(RoundId Round, int Attempt, DeviceId Device, ValueArray<byte> MaskKey, ValueArray<byte> ShareKey) : IDeviceRoundMessage;

    /// <summary>Who masks with whom. Answered by <see cref="ShareKeys"/>.</summary>
    public sealed record SendRoster(RoundId Round, int Attempt, DeviceId Device, ValueArray<MaskKeys> Roster, int Threshold, int Neighbours) : IDeviceRoundMessage;

    public sealed record ShareKeys(RoundId Round, int Attempt, DeviceId Device, ValueArray<byte> SeedCommitment, ValueArray<SealedShare> Shares) : IDeviceRoundMessage;

    /// <summary>The shares that others made for this device. From here on it can mask.</summary>
    public sealed record DeliverShares(RoundId Round, int Attempt, DeviceId Device, ValueArray<DeviceId> Sharers, ValueArray<SealedShare> Shares) : IDeviceRoundMessage;

    /// <summary>The update is uploaded. Answered by <see cref="UpdateTaken"/> once it is durable, or by <see cref="UpdateRefused"/>.</summary>
    /// <param name="BaseVersion">
    /// In a run without rounds (fedBuff): of the model that it was trained from, while <paramref name="Round"/> is the newest that has asked. Such an offer to a round
    /// that has closed, or has another update of the device, is not answered: it is for the next one. Null in runs with rounds.
    /// </param>
    public sealed record OfferUpdate(RoundId Round, int Attempt, DeviceId Device, BlobRef Update, DeviceReport Report, int? BaseVersion = null) : IDeviceRoundMessage;

    /// <summary>The update is in the journal: the device may forget it.</summary>
    /// <param name="BaseVersion">As it was offered.</param>
    public sealed record UpdateTaken(RoundId Round, int Attempt, DeviceId Device, int? BaseVersion = null) : IDeviceRoundMessage;

    /// <param name="Fault">Short and stable: <c>wrong-shape</c>, <c>forged-digest</c>, ...</param>
    /// <param name="BaseVersion">As it was offered.</param>
    public sealed record UpdateRefused(RoundId Round, int Attempt, DeviceId Device, string Fault, string Reason, int? BaseVersion = null) : IDeviceRoundMessage;

    /// <summary>Answered by <see cref="RevealShares"/>.</summary>
    public sealed record AskForShares(RoundId Round, int Attempt, DeviceId Device, ValueArray<DeviceId> Survivors) : IDeviceRoundMessage;

    public sealed record RevealShares(RoundId Round, int Attempt, DeviceId Device, ValueArray<OpenShare> KeysOfLost, ValueArray<OpenShare> SeedsOfSurvivors) : IDeviceRoundMessage;

    /// <summary>The device cannot or will not take part.</summary>
    public sealed record DeclineRound(RoundId Round, int Attempt, DeviceId Device, string Reason) : IDeviceRoundMessage;

    /// <summary>The attempt is over for the device: it stops training for it and wipes its keys.</summary>
    public sealed record EndRound(RoundId Round, int Attempt, DeviceId Device, string Reason) : IDeviceRoundMessage;

    /// <summary>Runs an attempt. From the run, sent again until <see cref="AttemptEnded"/>; the same attempt again changes nothing.</summary>
    public sealed record RunAttempt(RoundOrder Order) : IRoundMessage
    {
        public RoundId Round => Order.Round;
    }

    /// <summary>The run has what <see cref="AttemptEnded"/> said.</summary>
    public sealed record AttemptNoted(RoundId Round, int Attempt) : IRoundMessage;

    /// <summary>Ends whatever runs: the run was aborted.</summary>
    public sealed record AbortRound(RoundId Round, string Reason) : IRoundMessage;

    /// <summary>To the run, until <see cref="AttemptNoted"/>: an attempt is over.</summary>
    /// <param name="Outcome">Null when it failed.</param>
    /// <param name="Failure">Null when it succeeded.</param>
    public sealed record AttemptEnded(RoundId Round, int Attempt, RoundOutcome? Outcome, string? Failure) : IRunMessage
    {
        public RunId Run => Round.Run;
    }
}
