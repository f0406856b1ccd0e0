using EdgeActors.Actors.Rounds;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>A device's part in one attempt at a round: its masks, what it has said, what it has been told.</summary>
internal sealed class DeviceAttempt : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly DeviceId _device;
    private ShareKeys? _shared;

    public DeviceAttempt(InviteToRound invite, TrainingPlan plan, DeviceId device)
    {
        (Order, Plan, _device) = (invite.Order, plan, device);
        Ended = _ended.Token;
        if (!plan.SecureAggregation.Enabled) return;
        Masking = new MaskingDevice(device.Value, Math.Max(2, plan.Cohort.Minimum));
        var keys = Masking.Advertise();
        Keys = new(Round, Attempt, device, keys.MaskKey.ToValueArray(), keys.ShareKey.ToValueArray());
    }

    public RoundOrder Order { get; }
    public TrainingPlan Plan { get; }
    public RoundId Round => Order.Round;
    public int Attempt => Order.Attempt;

    /// <summary>Null without secure aggregation.</summary>
    public MaskingDevice? Masking { get; }

    /// <summary>As advertised; null without secure aggregation.</summary>
    public AdvertiseKeys? Keys { get; }

    /// <summary>The others' shares; null until they are here.</summary>
    public DeliverShares? Delivered { get; set; }

    /// <summary>What is uploaded: made once, because the masks go on only once.</summary>
    public byte[]? Bytes { get; set; }

    public OfferUpdate? Offer { get; set; }
    public bool Uploading { get; set; }
    public bool Taken { get; set; }

    /// <summary>Cancelled when the attempt is over.</summary>
    public CancellationToken Ended { get; }

    public bool CanMask => Masking is null || Delivered is not null;

    /// <summary>The same shares again when asked again.</summary>
    public ShareKeys Share(SendRoster message)
    {
        if (_shared is not null) return _shared;
        var roster = new Roster(
            RoundUnmasking.Transcript(Order), message.Roster.Select(keys => new KeyAdvertisement(keys.Device.Value, [.. keys.MaskKey], [.. keys.ShareKey])),
            message.Threshold, message.Neighbours);
        var shared = Masking!.Share(roster);
        return _shared = new(Round, Attempt, _device, shared.SeedCommitment.ToValueArray(),
            shared.Shares.Select(share => new SealedShare(new(share.From), new(share.To), share.Sealed.ToValueArray())).ToValueArray());
    }

    public void Mask(uint[] elements) => Masking!.Mask(
        Delivered!.Sharers.Select(device => device.Value),
        Delivered.Shares.Select(share => new EncryptedShare(share.From.Value, share.To.Value, [.. share.Sealed])), elements);

    public RevealShares Reveal(AskForShares ask)
    {
        var revealed = Masking!.Reveal(ask.Survivors.Select(device => device.Value));
        return new(Round, Attempt, _device, Open(revealed.KeysOfLost), Open(revealed.SeedsOfSurvivors));
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        Masking?.Dispose();
    }

    private static ValueArray<OpenShare> Open(IEnumerable<RevealedShare> shares) =>
        shares.Select(share => new OpenShare(new(share.Owner), share.Share.Index, share.Share.Value.ToValueArray())).ToValueArray();
}
