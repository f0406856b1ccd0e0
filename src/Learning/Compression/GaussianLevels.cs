namespace EdgeActors.Learning.Compression;

/// <summary>
/// The best few levels for numbers that are normally distributed (Max 1960, table I), symmetric about zero. With one bit it is the sign.
/// </summary>
public sealed class GaussianLevels
{
    private readonly float[] _centroids;

    private GaussianLevels(int bits, float[] positive)
    {
        Bits = bits;
        _centroids = [.. positive.Reverse().Select(c => -c), .. positive];
    }

    public int Bits { get; }

    /// <exception cref="ArgumentOutOfRangeException">Bits are not 1 to 4.</exception>
    public static GaussianLevels Of(int bits) => bits switch
    {
        1 => new(1, [0.7979f]),
        2 => new(2, [0.4528f, 1.510f]),
        3 => new(3, [0.2451f, 0.7560f, 1.344f, 2.152f]),
        4 => new(4, [0.1284f, 0.3881f, 0.6568f, 0.9424f, 1.256f, 1.618f, 2.069f, 2.733f]),
        _ => throw new ArgumentOutOfRangeException(nameof(bits), bits, "a Gaussian quantiser has 1 to 4 bits"),
    };

    public float this[uint level] => _centroids[level];

    /// <summary>
    /// Quantises a block by its root mean square and finds the factor for its centroids: ‖x‖²/⟨x, q⟩ keeps the inner product with x, which over
    /// random rotations makes it unbiased (DRIVE, Vargaftik et al. 2021; EDEN, 2022, for more bits); ⟨x, q⟩/‖q‖² is nearest to x but biased.
    /// </summary>
    /// <returns>What a centroid is multiplied by; 0 for a block of zeros.</returns>
    public float Quantize(ReadOnlySpan<float> block, Span<uint> levels, bool unbiased)
    {
        var squares = 0.0;
        foreach (var value in block) squares += (double)value * value;
        if (squares == 0)
        {
            levels.Clear();
            return 0;
        }

        var perDeviation = 1 / Math.Sqrt(squares / block.Length);
        double inner = 0, quantized = 0;
        for (var i = 0; i < block.Length; i++)
        {
            levels[i] = Nearest((float)(block[i] * perDeviation));
            var centroid = _centroids[levels[i]];
            inner += (double)block[i] * centroid;
            quantized += (double)centroid * centroid;
        }

        return (float)(unbiased ? squares / inner : inner / quantized);
    }

    private uint Nearest(float value)
    {
        uint low = 0, high = (uint)_centroids.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value < (_centroids[middle] + _centroids[middle + 1]) / 2) high = middle;
            else low = middle + 1;
        }

        return low;
    }
}
