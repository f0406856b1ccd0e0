using System.Runtime.InteropServices;

namespace EdgeActors.Learning.Compression;

/// <summary>
/// Quantises buckets of an update to a few levels of the bucket's own norm: QSGD (Alistarh et al. 2017), and TernGrad (Wen et al. 2017) with one
/// level and clipping. Bytes: one float32 norm a bucket, then the coded levels.
/// </summary>
/// <param name="Levels">s: levels above zero, 1 to 127.</param>
/// <param name="Bucket">Numbers that share a norm; <see cref="int.MaxValue"/> for the whole update.</param>
/// <param name="ClipDeviations">Values are clipped at this many standard deviations of their bucket first (TernGrad, section 3.3: 2.5); 0 is never.</param>
public sealed record BucketQuantizer(
    int Levels,
    int Bucket,
    ILevelCoder Coder,
    BucketNorm Norm = BucketNorm.Largest,
    Rounding Rounding = Rounding.Stochastic,
    double ClipDeviations = 0) : IUpdateCodec
{
    /// <summary>4,096 numbers share one float: 0.008 bits a parameter.</summary>
    public const int DefaultBucket = 4096;

    /// <summary>Stochastic levels that fill 8, 4 or 2 bits.</summary>
    public static BucketQuantizer Qsgd(int bits, ILevelCoder? coder = null) =>
        new((1 << (bits - 1)) - 1, DefaultBucket, coder ?? new FixedWidthCoder(bits));

    public static BucketQuantizer TernGrad(ILevelCoder? coder = null) =>
        new(1, DefaultBucket, coder ?? new FixedWidthCoder(2), ClipDeviations: 2.5);

    public string Name => $"{(ClipDeviations > 0 ? "terngrad" : Rounding == Rounding.Nearest ? "nearest" : "qsgd")}-{Levels}-{Coder.Name}";
    public bool Unbiased => Rounding == Rounding.Stochastic && ClipDeviations == 0;

    public byte[] Encode(ReadOnlySpan<float> update, Seed seed)
    {
        var random = new SeededRandom(seed.Derive("bucket rounding"));
        var norms = new float[Buckets(update.Length)];
        var levels = new int[update.Length];
        for (var b = 0; b < norms.Length; b++)
        {
            var range = Range(b, update.Length);
            norms[b] = EncodeBucket(update[range], levels.AsSpan(range), random);
        }

        return [.. MemoryMarshal.AsBytes<float>(norms), .. Coder.Encode(levels)];
    }

    public void Decode(ReadOnlySpan<byte> bytes, Span<float> update, Seed seed)
    {
        var buckets = Buckets(update.Length);
        if (bytes.Length < 4 * buckets) throw new FormatException($"{buckets} norms take {4 * buckets} bytes, there are {bytes.Length}");
        var norms = MemoryMarshal.Cast<byte, float>(bytes[..(4 * buckets)]);
        var levels = new int[update.Length];
        Coder.Decode(bytes[(4 * buckets)..], levels);
        for (var b = 0; b < buckets; b++)
        {
            var unit = norms[b] / Levels;
            var (start, length) = Range(b, update.Length).GetOffsetAndLength(update.Length);
            for (var i = start; i < start + length; i++) update[i] = levels[i] * unit;
        }
    }

    private float EncodeBucket(ReadOnlySpan<float> values, Span<int> levels, SeededRandom random)
    {
        double sum = 0, squares = 0, largest = 0;
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (ClipDeviations > 0)
        {
            var mean = sum / values.Length;
            largest = Math.Min(largest, ClipDeviations * Math.Sqrt(Math.Max(squares / values.Length - mean * mean, 0)));
        }

        var norm = (float)(Norm == BucketNorm.Euclidean ? Math.Sqrt(squares) : largest);
        if (norm == 0) return 0;
        for (var i = 0; i < values.Length; i++)
        {
            var level = values[i] / (double)norm * Levels;
            var rounded = Rounding == Rounding.Nearest ? Math.Round(level) : Math.Floor(level + random.NextDouble());
            levels[i] = (int)Math.Clamp(rounded, -Levels, Levels);
        }

        return norm;
    }

    private int Buckets(int count) => (int)(((long)count + Bucket - 1) / Bucket);

    private Range Range(int bucket, int count) => (bucket * Bucket)..(int)Math.Min((long)(bucket + 1) * Bucket, count);
}
