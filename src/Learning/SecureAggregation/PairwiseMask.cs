namespace EdgeActors.Learning.SecureAggregation;

/// <summary>The mask two devices share: the one whose name comes first adds it, the other subtracts it, so in the sum it is gone.</summary>
internal static class PairwiseMask
{
    private const string Purpose = "pairwise mask";

    /// <summary>Puts <paramref name="own"/>'s mask with <paramref name="other"/> on <paramref name="elements"/>.</summary>
    public static void Apply(Span<uint> elements, AgreementKey key, string own, string other, byte[] otherPublic, Roster roster) =>
        Run(elements, key, own, other, otherPublic, roster, add: string.CompareOrdinal(own, other) < 0);

    /// <summary>Takes off what <paramref name="survivor"/> put on for <paramref name="lost"/>, whose key was recovered.</summary>
    public static void Remove(Span<uint> elements, AgreementKey lostKey, string lost, string survivor, byte[] survivorPublic, Roster roster) =>
        Run(elements, lostKey, lost, survivor, survivorPublic, roster, add: string.CompareOrdinal(survivor, lost) >= 0);

    private static void Run(Span<uint> elements, AgreementKey key, string own, string other, byte[] otherPublic, Roster roster, bool add)
    {
        using var stream = new MaskStream(key.Agree(otherPublic, Purpose, roster, own, other));
        if (add) stream.AddTo(elements);
        else stream.SubtractFrom(elements);
    }
}
