using System.Numerics;

namespace EdgeActors.Onnx.Training;

/// <summary>
/// A seeded stream of random numbers, the same on every machine and runtime: SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", OOPSLA 2014). A stream is named by up to three numbers, e.g.
/// (seed, epoch, picture), so any part of a training run can be drawn again without drawing what came before.
/// </summary>
public struct SeededRandom
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    public SeededRandom(long seed, long stream = 0, long item = 0)
        => _state = Mix(Mix(Mix((ulong)seed + GoldenGamma) + (ulong)stream + GoldenGamma) + (ulong)item + GoldenGamma);

    public ulong NextUInt64() => Mix(_state += GoldenGamma);

    /// <summary>A whole number in [0, <paramref name="limit"/>), by multiply-and-shift (bias below 2^-32 for the limits used here).</summary>
    public int NextInt(int limit) => (int)(((NextUInt64() >> 32) * (ulong)limit) >> 32);

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public bool NextBool() => BitOperations.PopCount(NextUInt64() & 1) == 1;

    /// <summary>A standard normal number (Box and Muller 1958; the second of the pair is dropped to keep the stream stateless).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Normal numbers around 0.</summary>
    public float[] NextNormals(long count, double deviation)
    {
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(NextNormal() * deviation);
        }

        return values;
    }

    /// <summary>The numbers 0..count-1 in random order (Fisher and Yates).</summary>
    public int[] Permutation(int count)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
