using System.Numerics;
using System.Security.Cryptography;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>The integers modulo 2^256 + 297, the smallest prime above 2^256: every 32-byte secret is one element, without encoding.</summary>
internal static class PrimeField
{
    /// <summary>Bytes of one element, little endian.</summary>
    public const int ElementBytes = 33;

    public static readonly BigInteger Prime = (BigInteger.One << 256) + 297;

    /// <summary>Uniform: candidates of 257 bits, those outside the field drawn again (about every second one).</summary>
    public static BigInteger Random()
    {
        Span<byte> bytes = stackalloc byte[ElementBytes];
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            bytes[^1] &= 1;
            var candidate = new BigInteger(bytes, isUnsigned: true);
            if (candidate < Prime) return candidate;
        }
    }

    public static BigInteger Reduce(BigInteger value)
    {
        var remainder = value % Prime;
        return remainder.Sign < 0 ? remainder + Prime : remainder;
    }

    /// <exception cref="FormatException">Not <see cref="ElementBytes"/> long, or not below the prime.</exception>
    public static BigInteger Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ElementBytes) throw new FormatException($"a field element has {ElementBytes} bytes, not {bytes.Length}");
        var value = new BigInteger(bytes, isUnsigned: true);
        return value < Prime ? value : throw new FormatException("a field element is not below the prime");
    }

    public static byte[] Write(BigInteger element)
    {
        var bytes = new byte[ElementBytes];
        element.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    /// <summary>Inverts all at the price of one inversion and three multiplications each (Montgomery's trick). None may be zero.</summary>
    public static BigInteger[] Inverses(BigInteger[] elements)
    {
        var prefixes = new BigInteger[elements.Length + 1];
        prefixes[0] = BigInteger.One;
        for (var i = 0; i < elements.Length; i++) prefixes[i + 1] = Reduce(prefixes[i] * elements[i]);
        var inverse = BigInteger.ModPow(prefixes[^1], Prime - 2, Prime);
        var inverses = new BigInteger[elements.Length];
        for (var i = elements.Length - 1; i >= 0; i--)
        {
            inverses[i] = Reduce(inverse * prefixes[i]);
            inverse = Reduce(inverse * elements[i]);
        }

        return inverses;
    }
}
