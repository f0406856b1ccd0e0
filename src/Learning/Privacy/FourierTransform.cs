using System.Numerics;

namespace EdgeActors.Learning.Privacy;

/// <summary>The discrete Fourier transform of a power of two of numbers, in place (Cooley and Tukey 1965).</summary>
internal static class FourierTransform
{
    public static void Forward(Complex[] values) => Transform(values, -1);

    /// <summary>With the factor 1/n.</summary>
    public static void Inverse(Complex[] values)
    {
        Transform(values, 1);
        for (var i = 0; i < values.Length; i++) values[i] /= values.Length;
    }

    private static void Transform(Complex[] values, int sign)
    {
        if (!BitOperations.IsPow2(values.Length)) throw new ArgumentException($"{values.Length} numbers: a power of two is wanted", nameof(values));
        Permute(values);
        var roots = new Complex[values.Length / 2];
        for (var i = 0; i < roots.Length; i++) roots[i] = Complex.FromPolarCoordinates(1, sign * 2 * Math.PI * i / values.Length);
        for (var half = 1; half < values.Length; half *= 2)
        {
            var stride = values.Length / (2 * half);
            for (var start = 0; start < values.Length; start += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var (even, odd) = (values[start + i], values[start + i + half] * roots[i * stride]);
                    (values[start + i], values[start + i + half]) = (even + odd, even - odd);
                }
            }
        }
    }

    private static void Permute(Complex[] values)
    {
        var reversed = 0;
        for (var i = 1; i < values.Length; i++)
        {
            var bit = values.Length / 2;
            for (; (reversed & bit) != 0; bit /= 2) reversed ^= bit;
            reversed ^= bit;
            if (i < reversed) (values[i], values[reversed]) = (values[reversed], values[i]);
        }
    }
}
