using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// All that a device draws at random for one masked round, expanded from 32 random bytes (HKDF-Expand, RFC 5869): with those on its disk a device that
/// was killed has the same keys, shares and seals again, and says nothing that it has not said before.
/// </summary>
internal sealed class AttemptSecret(byte[] secret) : IDisposable
{
    public const int Bytes = 32;

    // 128 bits more than the order has, so that the remainder is uniform up to 2^-128 (FIPS 186-5, A.2.1).
    private const int WideBytes = 48;

    private static readonly BigInteger OrderOfP256 = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    private readonly byte[] _secret = secret.Length == Bytes ? secret.ToArray() : throw new ArgumentException($"an attempt's secret has {Bytes} bytes, not {secret.Length}");

    public byte[] Derive(string purpose, int bytes) => HKDF.Expand(HashAlgorithmName.SHA256, _secret, bytes, Encoding.UTF8.GetBytes(purpose));

    public AgreementKey Key(string purpose)
    {
        var wide = new BigInteger(Derive(purpose, WideBytes), isUnsigned: true, isBigEndian: true);
        var scalar = new byte[32];
        var minimal = (wide % (OrderOfP256 - 1) + 1).ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(scalar, scalar.Length - minimal.Length);
        return AgreementKey.FromPrivate(scalar);
    }

    /// <summary>The polynomial's i-th coefficient; another roster gets another polynomial.</summary>
    public BigInteger Coefficient(string purpose, Roster roster, int i) =>
        PrimeField.Reduce(new BigInteger(Derive($"{purpose} {Convert.ToHexString(roster.Transcript)} {i}", PrimeField.ElementBytes + 16), isUnsigned: true));

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
