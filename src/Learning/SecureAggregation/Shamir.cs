using System.Numerics;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>
/// Shamir's secret sharing (1979) of 32-byte secrets over a prime field: any <c>threshold</c> shares give the secret, fewer give nothing at all.
/// Field arithmetic here is not constant time; it runs on the secret's owner and, for secrets that are due to be revealed, on the cloud.
/// </summary>
public static class Shamir
{
    public const int SecretBytes = 32;

    public static IReadOnlyList<SecretShare> Split(ReadOnlySpan<byte> secret, int threshold, IReadOnlyList<int> indices) =>
        Split(secret, threshold, indices, _ => PrimeField.Random());

    /// <param name="coefficient">Of the polynomial, from the first power on: uniform in the field, and secret.</param>
    internal static IReadOnlyList<SecretShare> Split(ReadOnlySpan<byte> secret, int threshold, IReadOnlyList<int> indices, Func<int, BigInteger> coefficient)
    {
        if (secret.Length != SecretBytes) throw new ArgumentException($"a secret has {SecretBytes} bytes, not {secret.Length}");
        if (threshold < 1 || threshold > indices.Count) throw new ArgumentException($"{threshold} of {indices.Count} shares is no threshold");
        if (indices.Any(index => index < 1) || indices.Distinct().Count() != indices.Count)
            throw new ArgumentException("share indices are positive and different: at 0 lies the secret itself");
        var coefficients = new BigInteger[threshold];
        coefficients[0] = new BigInteger(secret, isUnsigned: true);
        for (var i = 1; i < threshold; i++) coefficients[i] = coefficient(i);
        return [.. indices.Select(index => new SecretShare(index, PrimeField.Write(Evaluate(coefficients, index))))];
    }

    /// <summary>Lagrange interpolation at 0 through the first <paramref name="threshold"/> shares.</summary>
    /// <exception cref="InvalidOperationException">Too few different shares, or they don't lie on a polynomial with a 32-byte secret.</exception>
    public static byte[] Combine(IEnumerable<SecretShare> shares, int threshold)
    {
        var points = shares.DistinctBy(share => share.Index).OrderBy(share => share.Index).Take(threshold).ToArray();
        if (points.Length < threshold) throw new InvalidOperationException($"{points.Length} shares, {threshold} are needed");
        var denominators = new BigInteger[threshold];
        var numerators = new BigInteger[threshold];
        for (var i = 0; i < threshold; i++)
        {
            numerators[i] = denominators[i] = BigInteger.One;
            for (var j = 0; j < threshold; j++)
            {
                if (j == i) continue;
                numerators[i] = PrimeField.Reduce(numerators[i] * points[j].Index);
                denominators[i] = PrimeField.Reduce(denominators[i] * (points[j].Index - points[i].Index));
            }
        }

        var inverses = PrimeField.Inverses(denominators);
        var secret = BigInteger.Zero;
        for (var i = 0; i < threshold; i++)
            secret = PrimeField.Reduce(secret + PrimeField.Read(points[i].Value) * PrimeField.Reduce(numerators[i] * inverses[i]));
        if (secret >= BigInteger.One << (8 * SecretBytes))
            throw new InvalidOperationException("the shares do not belong together: at least one was altered");
        var bytes = new byte[SecretBytes];
        secret.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Evaluate(BigInteger[] coefficients, int at)
    {
        var value = BigInteger.Zero;
        for (var i = coefficients.Length - 1; i >= 0; i--) value = PrimeField.Reduce(value * at + coefficients[i]);
        return value;
    }
}
