using System.Numerics;
using System.Numerics.Tensors;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// A seeded random rotation: random signs, then the Walsh-Hadamard transform (Suresh et al. 2017). Afterwards the numbers look Gaussian whatever they were,
/// so a few levels suit all of them, and being linear it commutes with summing: devices rotate, the cloud rotates the sum back.
/// Works on blocks of a power of two, taking the count apart in binary, so nothing is padded.
/// </summary>
public static class HadamardRotation
{
    /// <summary>8,192 floats are 32 KB: a block stays in the first-level cache.</summary>
    public const int LargestBlock = 8192;

    /// <summary>Lengths of the blocks of a vector of <paramref name="count"/>, in order.</summary>
    public static IEnumerable<int> Blocks(int count)
    {
        for (var left = count; left > 0;)
        {
            var block = Math.Min(LargestBlock, 1 << BitOperations.Log2((uint)left));
            yield return block;
            left -= block;
        }
    }

    public static void Rotate(Span<float> values, Seed seed)
    {
        var random = new SeededRandom(seed.Derive("hadamard signs"));
        var at = 0;
        foreach (var length in Blocks(values.Length))
        {
            var block = values.Slice(at, length);
            FlipSigns(block, random);
            Transform(block);
            at += length;
        }
    }

    public static void Unrotate(Span<float> values, Seed seed)
    {
        var random = new SeededRandom(seed.Derive("hadamard signs"));
        var at = 0;
        foreach (var length in Blocks(values.Length))
        {
            var block = values.Slice(at, length);
            Transform(block); // orthonormal and symmetric: its own inverse
            FlipSigns(block, random);
            at += length;
        }
    }

    private static void FlipSigns(Span<float> block, SeededRandom random)
    {
        for (var i = 0; i < block.Length;)
        {
            var bits = random.NextUInt64();
            for (var end = Math.Min(i + 64, block.Length); i < end; i++, bits >>= 1)
            {
                if ((bits & 1) == 1) block[i] = -block[i];
            }
        }
    }

    /// <summary>In place, scaled by 1/√n. Additions are per element, so the result does not depend on the processor's vector width.</summary>
    private static void Transform(Span<float> block)
    {
        Span<float> difference = new float[Math.Max(block.Length / 2, 1)];
        for (var half = 1; half < block.Length; half *= 2)
        {
            for (var i = 0; i < block.Length; i += 2 * half)
            {
                var low = block.Slice(i, half);
                var high = block.Slice(i + half, half);
                if (half < Vector<float>.Count)
                {
                    for (var j = 0; j < half; j++) (low[j], high[j]) = (low[j] + high[j], low[j] - high[j]);
                    continue;
                }

                TensorPrimitives.Subtract(low, high, difference[..half]);
                TensorPrimitives.Add(low, high, low);
                difference[..half].CopyTo(high);
            }
        }

        TensorPrimitives.Multiply(block, (float)(1 / Math.Sqrt(block.Length)), block);
    }
}
