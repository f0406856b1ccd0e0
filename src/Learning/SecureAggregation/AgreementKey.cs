using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>A P-256 key pair for one round. What two devices agree on is derived from the whole ECDH secret, the round's roster and both names.</summary>
internal sealed class AgreementKey : IDisposable
{
    private const int CoordinateBytes = 32;
    private readonly ECDiffieHellman _key;

    private AgreementKey(ECDiffieHellman key) => _key = key;

    /// <summary>The pair whose private scalar is <paramref name="scalar"/>, 32 bytes big endian.</summary>
    /// <exception cref="CryptographicException">Not a private key of P-256.</exception>
    public static AgreementKey FromPrivate(byte[] scalar) =>
        new(ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar }));

    /// <summary>The public point, uncompressed: 65 bytes.</summary>
    public byte[] Public
    {
        get
        {
            var point = _key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. point.X!, .. point.Y!];
        }
    }

    /// <summary>32 bytes, big endian.</summary>
    public byte[] Private => _key.ExportParameters(includePrivateParameters: true).D!;

    /// <exception cref="CryptographicException"><paramref name="otherPublic"/> is not a point of P-256.</exception>
    public byte[] Agree(byte[] otherPublic, string purpose, Roster roster, string one, string other)
    {
        if (otherPublic.Length != 1 + 2 * CoordinateBytes || otherPublic[0] != 4)
            throw new CryptographicException($"a public key is an uncompressed P-256 point of 65 bytes, not {otherPublic.Length} bytes");
        using var peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = otherPublic[1..(1 + CoordinateBytes)], Y = otherPublic[(1 + CoordinateBytes)..] },
        });
        var secret = _key.DeriveRawSecretAgreement(peer.PublicKey);
        try
        {
            var (first, second) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
            var info = Encoding.UTF8.GetBytes($"{purpose}\n{first.Length}:{first}\n{second.Length}:{second}");
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, salt: roster.Transcript, info);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public void Dispose() => _key.Dispose();
}
