using System.Security.Cryptography;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// The cloud's last step: recovers from the revealed shares what still masks the sum, and takes it off. Pure: all it needs is in the journal until the round
/// is committed, so a restart in this phase does it again with the same result.
/// </summary>
public static class Unmasking
{
    /// <summary>Takes all masks off the sum of the survivors' masked updates, in place.</summary>
    /// <param name="sharers">Every device that shared keys, with its commitment.</param>
    /// <param name="survivors">Devices whose masked update is in the sum.</param>
    /// <exception cref="InvalidOperationException">Too few shares for a secret, or a recovered secret is not what its owner committed to.</exception>
    public static void Run(
        Roster roster, IReadOnlyCollection<SharedKeys> sharers, IReadOnlyCollection<string> survivors, IReadOnlyCollection<RevealedShares> revealed, Span<uint> sum)
    {
        var alive = survivors.ToHashSet(StringComparer.Ordinal);
        foreach (var sharer in sharers.OrderBy(sharer => sharer.Device, StringComparer.Ordinal))
        {
            if (alive.Contains(sharer.Device)) RemoveSelfMask(roster, sharer, revealed, sum);
            else RemovePairwiseMasks(roster, sharer.Device, alive, revealed, sum);
        }
    }

    private static void RemoveSelfMask(Roster roster, SharedKeys sharer, IEnumerable<RevealedShares> revealed, Span<uint> sum)
    {
        var seed = Recover(roster, sharer.Device, "self-mask seed", revealed.SelectMany(message => Valid(roster, message, message.SeedsOfSurvivors)));
        if (!SelfMask.Commit(seed, roster, sharer.Device).AsSpan().SequenceEqual(sharer.SeedCommitment)) throw Altered(roster, sharer.Device, "self-mask seed");
        using var stream = SelfMask.Stream(seed, roster);
        stream.SubtractFrom(sum);
    }

    private static void RemovePairwiseMasks(Roster roster, string lost, HashSet<string> alive, IEnumerable<RevealedShares> revealed, Span<uint> sum)
    {
        var partners = roster.Neighbours(lost).Where(alive.Contains).ToArray();
        if (partners.Length == 0) return;
        var scalar = Recover(roster, lost, "mask key", revealed.SelectMany(message => Valid(roster, message, message.KeysOfLost)));
        AgreementKey key;
        try
        {
            key = AgreementKey.FromPrivate(scalar);
        }
        catch (CryptographicException)
        {
            throw Altered(roster, lost, "mask key");
        }

        using (key)
        {
            if (!key.Public.AsSpan().SequenceEqual(roster[lost].MaskKey)) throw Altered(roster, lost, "mask key");
            foreach (var partner in partners) PairwiseMask.Remove(sum, key, lost, partner, roster[partner].MaskKey, roster);
        }
    }

    /// <summary>A device may only speak with its own share: one that answers with another's index is ignored.</summary>
    private static IEnumerable<RevealedShare> Valid(Roster roster, RevealedShares message, IEnumerable<RevealedShare> shares) =>
        roster.Contains(message.Device) ? shares.Where(share => share.Share.Index == roster.ShareIndex(message.Device)) : [];

    private static byte[] Recover(Roster roster, string owner, string what, IEnumerable<RevealedShare> shares)
    {
        var own = shares.Where(share => share.Owner == owner).Select(share => share.Share).DistinctBy(share => share.Index).ToArray();
        if (own.Length < roster.Threshold)
            throw new InvalidOperationException($"{own.Length} shares of {owner}'s {what} came back for {roster.Round}, {roster.Threshold} are needed");
        return Shamir.Combine(own, roster.Threshold);
    }

    private static InvalidOperationException Altered(Roster roster, string owner, string what) =>
        new($"the {what} of {owner} recovered for {roster.Round} is not the one it committed to: a device returned an altered share");
}
