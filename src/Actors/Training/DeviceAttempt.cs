using EdgeActors.Actors.Rounds;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Training;

/// <summary>
/// A device's part in one attempt at a round: its masks, what it has said, what it has been told. All of it follows from a secret and from what was
/// told, so a process that starts again from those goes on as the same device.
/// </summary>
internal sealed class DeviceAttempt : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly DeviceId _device;
    private ShareKeys? _shared;
    private DeviceRound? _coded;

    /// <param name="secret">From <see cref="MaskingDevice.NewSecret"/>.</param>
    public DeviceAttempt(InviteToRound invite, DeviceId device, byte[] secret)
    {
        (Invite, Plan, _device, Secret) = (invite, TrainingPlan.FromCanonicalJson(invite.Order.PlanJson), device, secret);
        Ended = _ended.Token;
        if (!Plan.SecureAggregation.Enabled) return;
        Masking = new MaskingDevice(device.Value, Math.Max(2, Plan.Cohort.Minimum), secret);
        var keys = Masking.Advertise();
        Keys = new(Round, Attempt, device, keys.MaskKey.ToValueArray(), keys.ShareKey.ToValueArray());
    }

    public InviteToRound Invite { get; private set; }
    public RoundOrder Order => Invite.Order;
    public TrainingPlan Plan { get; }
    public RoundId Round => Order.Round;
    public int Attempt => Order.Attempt;
    public byte[] Secret { get; }

    /// <summary>Without rounds (fedBuff) what was begun is finished, whatever is asked meanwhile.</summary>
    public bool IsAsynchronous => Plan.Strategy.BufferRule() is not null;

    /// <summary>Of the model that it trains from, by which an update without rounds is known; null with rounds.</summary>
    public int? BaseVersion => IsAsynchronous ? Round.Number - 1 : null;

    /// <summary>The newest invitation that came while this one was worked for; null without. Its round is offered the update, and it is begun next.</summary>
    public InviteToRound? Next { get; private set; }

    /// <summary>Null without secure aggregation.</summary>
    public MaskingDevice? Masking { get; }

    /// <summary>As advertised; null without secure aggregation.</summary>
    public AdvertiseKeys? Keys { get; }

    /// <summary>Who masks with whom; null until it is known.</summary>
    public SendRoster? Roster { get; private set; }

    /// <summary>The others' shares; null until they are here.</summary>
    public DeliverShares? Delivered { get; set; }

    /// <summary>The one question about shares that is answered; null until it is asked.</summary>
    public AskForShares? Asked { get; private set; }

    /// <summary>What is uploaded: made once, because the masks go on only once.</summary>
    public byte[]? Bytes { get; private set; }

    /// <summary>To the newest round that has asked; null until the bytes are uploaded.</summary>
    public OfferUpdate? Offer
    {
        get => field is { } offer && Next is { } next ? offer with { Round = next.Round, Attempt = next.Attempt } : field;
        set;
    }

    public bool Training { get; set; }
    public bool Uploading { get; set; }
    public bool Taken { get; set; }

    /// <summary>Cancelled when the attempt is over.</summary>
    public CancellationToken Ended { get; }

    public bool CanMask => Masking is null || Delivered is not null;

    /// <summary>The attempt as it was when a process died.</summary>
    public static DeviceAttempt Again(InviteToRound invite, DeviceId device, byte[] secret, SendRoster? roster, DeliverShares? delivered, AskForShares? asked)
    {
        var attempt = new DeviceAttempt(invite, device, secret) { Delivered = delivered };
        if (roster is not null) attempt.Share(roster);
        attempt.Asked = asked;
        return attempt;
    }

    /// <summary>The same order again, from a cloud that is elsewhere now: its blobs are fetched from there.</summary>
    public void Follow(InviteToRound again)
    {
        if (Unplaced(again.Order) == Unplaced(Order)) Invite = again;
    }

    /// <summary>Whether <see cref="Next"/> has another model than this attempt, and not only asks once more.</summary>
    public bool IsFollowed => Next is { } next && next.Round != Round;

    /// <summary>
    /// Whether an invitation has to wait until this attempt is over. One that is older than those that came is forgotten; one to another attempt at the same
    /// round is offered what is worked for, and begun only where that was already taken.
    /// </summary>
    public bool Defers(InviteToRound invite)
    {
        if (!IsAsynchronous || invite.Round.Run != Round.Run || (invite.Round == Round && Taken)) return false;
        var newer = Place(invite).CompareTo(Place(Next ?? Invite));
        if (newer > 0) Offer = null; // uploaded anew, which costs nothing where the edge still has the bytes
        if (newer >= 0) Next = invite;
        return true;

        static (int, int) Place(InviteToRound invite) => (invite.Round.Number, invite.Attempt);
    }

    /// <summary>The same shares again when asked again.</summary>
    public ShareKeys Share(SendRoster message)
    {
        if (_shared is not null) return _shared;
        var roster = new Roster(
            RoundUnmasking.Transcript(Order), message.Roster.Select(keys => new KeyAdvertisement(keys.Device.Value, [.. keys.MaskKey], [.. keys.ShareKey])),
            message.Threshold, message.Neighbours);
        var shared = Masking!.Share(roster);
        Roster = message;
        return _shared = new(Round, Attempt, _device, shared.SeedCommitment.ToValueArray(),
            shared.Shares.Select(share => new SealedShare(new(share.From), new(share.To), share.Sealed.ToValueArray())).ToValueArray());
    }

    public DeviceRound Code(FinishedTraining trained) => _coded ??= trained.CodedFor(Order);

    /// <summary>Makes <see cref="Bytes"/> of the trained update.</summary>
    public byte[] Mask(FinishedTraining trained) => Bytes ??= Code(trained).Upload(Round.Number, Masking is null ? null : Mask);

    /// <param name="trained">Needed by a process that started again after its update was in: masks go on before anything is revealed.</param>
    public RevealShares Reveal(AskForShares ask, FinishedTraining? trained)
    {
        if (Bytes is null && trained is not null && CanMask) Mask(trained);
        if (Asked is { } first) Masking!.Reveal(first.Survivors.Select(device => device.Value)); // from here on nothing else is answered
        var revealed = Masking!.Reveal(ask.Survivors.Select(device => device.Value));
        Asked ??= ask;
        return new(Round, Attempt, _device, Open(revealed.KeysOfLost), Open(revealed.SeedsOfSurvivors));
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        Masking?.Dispose();
    }

    private static RoundOrder Unplaced(RoundOrder order) => order with
    {
        Graph = order.Graph with { Uri = null },
        Model = order.Model with { Uri = null },
        Difference = order.Difference is { } difference ? difference with { Uri = null } : null,
        Control = order.Control is { } control ? control with { Uri = null } : null,
    };

    private void Mask(uint[] elements) => Masking!.Mask(
        Delivered!.Sharers.Select(device => device.Value),
        Delivered.Shares.Select(share => new EncryptedShare(share.From.Value, share.To.Value, [.. share.Sealed])), elements);

    private static ValueArray<OpenShare> Open(IEnumerable<RevealedShare> shares) =>
        shares.Select(share => new OpenShare(new(share.Owner), share.Share.Index, share.Share.Value.ToValueArray())).ToValueArray();
}
