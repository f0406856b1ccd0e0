using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>Seals the two shares that one device gives another: AES-256-GCM, bound to the roster and to who sends to whom.</summary>
internal static class ShareSeal
{
    public const int NonceBytes = 12;

    private const int TagBytes = 16;
    private const int PlainBytes = 2 * PrimeField.ElementBytes;

    /// <param name="nonce">12 bytes that were never used with this key but for these very shares.</param>
    public static byte[] Seal(byte[] key, byte[] nonce, Roster roster, string from, string to, SecretShare ofKey, SecretShare ofSeed)
    {
        var sealedBytes = new byte[NonceBytes + PlainBytes + TagBytes];
        nonce.CopyTo(sealedBytes, 0);
        byte[] plain = [.. ofKey.Value, .. ofSeed.Value];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes, PlainBytes), sealedBytes.AsSpan(NonceBytes + PlainBytes), Binding(roster, from, to));
        CryptographicOperations.ZeroMemory(plain);
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">Altered, or meant for another device, round or roster.</exception>
    public static (SecretShare OfKey, SecretShare OfSeed) Open(byte[] key, Roster roster, EncryptedShare share)
    {
        if (share.Sealed.Length != NonceBytes + PlainBytes + TagBytes)
            throw new CryptographicException($"sealed shares have {NonceBytes + PlainBytes + TagBytes} bytes, not {share.Sealed.Length}");
        var plain = new byte[PlainBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(share.Sealed.AsSpan(0, NonceBytes), share.Sealed.AsSpan(NonceBytes, PlainBytes), share.Sealed.AsSpan(NonceBytes + PlainBytes), plain,
            Binding(roster, share.From, share.To));
        var index = roster.ShareIndex(share.To);
        return (new SecretShare(index, plain[..PrimeField.ElementBytes]), new SecretShare(index, plain[PrimeField.ElementBytes..]));
    }

    private static byte[] Binding(Roster roster, string from, string to) =>
        [.. roster.Transcript, .. Encoding.UTF8.GetBytes($"{from.Length}:{from} {to.Length}:{to}")];
}
