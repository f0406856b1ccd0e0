using System.Collections.Immutable;
using System.Security.Cryptography;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// A device's side of one masked round (Bonawitz et al. 2017, figure 4, without the signatures of the active model): advertise keys, share them, mask the
/// update, reveal. It answers one reveal request only, and never both secrets of one device: whoever held both could read that device's update.
/// </summary>
public sealed class MaskingDevice : IDisposable
{
    private readonly string _device;
    private readonly int _fewestSurvivors;
    private readonly AttemptSecret _secret;
    private readonly AgreementKey _maskKey;
    private readonly AgreementKey _shareKey;
    private readonly byte[] _seed;
    private readonly Dictionary<string, (SecretShare OfKey, SecretShare OfSeed)> _held = [];
    private Roster? _roster;
    private ImmutableSortedSet<string> _sharers = [];
    private ImmutableSortedSet<string>? _revealedFor;

    /// <param name="fewestSurvivors">With fewer updates in the sum this device does not help to open it: a sum of one hides nothing.</param>
    public MaskingDevice(string device, int fewestSurvivors)
        : this(device, fewestSurvivors, NewSecret())
    {
    }

    /// <param name="secret">From <see cref="NewSecret"/>, of this very round: told the same again, the device says the same again.</param>
    public MaskingDevice(string device, int fewestSurvivors, byte[] secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fewestSurvivors, 2);
        _device = device;
        _fewestSurvivors = fewestSurvivors;
        _secret = new(secret);
        (_maskKey, _shareKey, _seed) = (_secret.Key("mask key"), _secret.Key("share key"), _secret.Derive("self-mask seed", Shamir.SecretBytes));
    }

    /// <summary>32 random bytes, from which all keys, seeds and shares of one round follow.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(AttemptSecret.Bytes);

    public MaskingPhase Phase { get; private set; }

    public KeyAdvertisement Advertise()
    {
        Enter(MaskingPhase.Setup, MaskingPhase.Advertised);
        return new KeyAdvertisement(_device, _maskKey.Public, _shareKey.Public);
    }

    /// <summary>Splits this device's mask key and self-mask seed among its neighbours and itself.</summary>
    /// <exception cref="InvalidOperationException">The roster names this device with other keys than its own.</exception>
    public SharedKeys Share(Roster roster)
    {
        if (!roster[_device].MaskKey.AsSpan().SequenceEqual(_maskKey.Public) || !roster[_device].ShareKey.AsSpan().SequenceEqual(_shareKey.Public))
            throw new InvalidOperationException($"the roster of {roster.Round} has other keys for {_device} than it advertised");
        Enter(MaskingPhase.Advertised, MaskingPhase.Shared);
        _roster = roster;
        var holders = roster.Holders(_device).ToArray();
        var indices = holders.Select(roster.ShareIndex).ToArray();
        var ofKey = Shamir.Split(_maskKey.Private, roster.Threshold, indices, i => _secret.Coefficient("shares of the mask key", roster, i));
        var ofSeed = Shamir.Split(_seed, roster.Threshold, indices, i => _secret.Coefficient("shares of the seed", roster, i));
        var shares = ImmutableArray.CreateBuilder<EncryptedShare>();
        for (var i = 0; i < holders.Length; i++)
        {
            if (holders[i] == _device)
            {
                _held[_device] = (ofKey[i], ofSeed[i]);
                continue;
            }

            shares.Add(new EncryptedShare(_device, holders[i], ShareSeal.Seal(
                ShareKeyWith(holders[i]), _secret.Derive($"nonce for {holders[i]}", ShareSeal.NonceBytes), roster, _device, holders[i], ofKey[i], ofSeed[i])));
        }

        return new SharedKeys(_device, SelfMask.Commit(_seed, roster, _device), shares.ToImmutable());
    }

    /// <summary>Puts all masks on the contribution in place.</summary>
    /// <param name="sharers">Devices whose shares arrived in time: masks are made with the neighbours among them.</param>
    /// <param name="shares">What they sealed for this device.</param>
    /// <param name="contribution">See <see cref="Updates.RingSum.Contribution"/>. Only what fits the ring leaves the device.</param>
    public void Mask(IEnumerable<string> sharers, IEnumerable<EncryptedShare> shares, Span<uint> contribution)
    {
        var roster = _roster ?? throw OutOfOrder(MaskingPhase.Masked);
        var known = sharers.ToImmutableSortedSet(StringComparer.Ordinal);
        if (known.Count < roster.Threshold)
            throw new InvalidOperationException($"{known.Count} devices shared keys for {roster.Round}, the threshold is {roster.Threshold}: the round must start again");
        foreach (var share in shares.Where(share => share.To == _device && known.Contains(share.From)))
            _held[share.From] = ShareSeal.Open(ShareKeyWith(share.From), roster, share);
        var partners = roster.Neighbours(_device).Where(known.Contains).ToArray();
        if (partners.FirstOrDefault(partner => !_held.ContainsKey(partner)) is { } silent)
            throw new InvalidOperationException($"{silent} counts as a sharer of {roster.Round}, but its share for {_device} is missing");
        Enter(MaskingPhase.Shared, MaskingPhase.Masked);
        _sharers = known;
        using (var self = SelfMask.Stream(_seed, roster)) self.AddTo(contribution);
        foreach (var partner in partners) PairwiseMask.Apply(contribution, _maskKey, _device, partner, roster[partner].MaskKey, roster);
    }

    /// <summary>Gives the cloud its shares: of the key of every lost device, of the seed of every survivor.</summary>
    /// <param name="survivors">Devices whose masked update is in. Asked again with the same ones it answers the same; with others it refuses.</param>
    /// <exception cref="InvalidOperationException">The request would open a single update.</exception>
    public RevealedShares Reveal(IEnumerable<string> survivors)
    {
        var counted = survivors.ToImmutableSortedSet(StringComparer.Ordinal);
        if (_revealedFor is not null && !_revealedFor.SetEquals(counted))
            throw new InvalidOperationException($"{_device} already revealed shares of {_roster!.Round} for other survivors: both answers together could open single updates");
        if (counted.Count < _fewestSurvivors)
            throw new InvalidOperationException($"only {counted.Count} updates are in the sum, {_device} helps to open sums of {_fewestSurvivors} or more");
        if (counted.FirstOrDefault(device => !_sharers.Contains(device)) is { } stranger)
            throw new InvalidOperationException($"{stranger} is said to have survived, but never shared keys");
        if (_revealedFor is null) Enter(MaskingPhase.Masked, MaskingPhase.Revealed);
        _revealedFor = counted;
        var owners = _held.Where(held => _sharers.Contains(held.Key)).OrderBy(held => held.Key, StringComparer.Ordinal).ToArray();
        return new RevealedShares(
            _device,
            [.. owners.Where(held => !counted.Contains(held.Key)).Select(held => new RevealedShare(held.Key, held.Value.OfKey))],
            [.. owners.Where(held => counted.Contains(held.Key)).Select(held => new RevealedShare(held.Key, held.Value.OfSeed))]);
    }

    public void Dispose()
    {
        _secret.Dispose();
        _maskKey.Dispose();
        _shareKey.Dispose();
        CryptographicOperations.ZeroMemory(_seed);
        _held.Clear();
    }

    private byte[] ShareKeyWith(string other) => _shareKey.Agree(_roster![other].ShareKey, "share encryption", _roster, _device, other);

    private void Enter(MaskingPhase from, MaskingPhase to)
    {
        if (Phase != from) throw OutOfOrder(to);
        Phase = to;
    }

    private InvalidOperationException OutOfOrder(MaskingPhase to) => new($"{_device} is {Phase} and cannot become {to}: phases go in order, a new round starts anew");
}
