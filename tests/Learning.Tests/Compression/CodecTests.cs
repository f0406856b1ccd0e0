using EdgeActors.Learning.Compression;

namespace EdgeActors.Learning.Tests.Compression;

public class CodecTests
{
    private static readonly EliasGammaCoder Gamma = new();

    public static TheoryData<IUpdateCodec> Codecs =>
    [
        new DenseCodec(), BucketQuantizer.Qsgd(8), BucketQuantizer.Qsgd(4), BucketQuantizer.Qsgd(2), BucketQuantizer.Qsgd(4, Gamma), BucketQuantizer.TernGrad(),
        new RotatedQuantizer(1), new RotatedQuantizer(2), new RotatedQuantizer(3), new RotatedQuantizer(4), new RotatedQuantizer(2, KeepExpectation: false),
        new TopK(0.1), new OneBitQuantizer(),
    ];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Encoding_is_deterministic_and_decodes_to_something_near(IUpdateCodec codec)
    {
        var update = Normal(10_000, 1);
        var bytes = codec.Encode(update, new Seed(5));
        Assert.Equal(bytes, codec.Encode(update, new Seed(5)));
        var back = Decode(codec, bytes, update.Length, new Seed(5));
        var cosine = update.Zip(back).Sum(p => (double)p.First * p.Second) / Math.Sqrt(Squares(update) * Squares(back));
        Assert.InRange(cosine, 0.5, 1.0001);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Unbiased_means_unbiased(IUpdateCodec codec)
    {
        var update = Normal(4096, 2);
        var mean = new double[update.Length];
        const int draws = 200;
        for (var draw = 0; draw < draws; draw++)
        {
            var seed = new Seed((ulong)draw);
            var back = Decode(codec, codec.Encode(update, seed), update.Length, seed);
            for (var i = 0; i < mean.Length; i++) mean[i] += back[i] / draws;
        }

        var slope = update.Zip(mean).Sum(p => p.First * p.Second) / Squares(update);
        if (codec.Unbiased) Assert.InRange(slope, 0.98, 1.02);
        else Assert.NotInRange(slope, 0.999, 1.001);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Truncated_bytes_are_refused(IUpdateCodec codec)
    {
        var bytes = codec.Encode(Normal(1000, 3), new Seed(1));
        Assert.Throws<FormatException>(() => Decode(codec, bytes[..^1], 1000, new Seed(1)));
        Assert.Throws<FormatException>(() => Decode(codec, [], 1000, new Seed(1)));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Zeros_stay_zeros(IUpdateCodec codec)
    {
        var back = Decode(codec, codec.Encode(new float[100], new Seed(1)), 100, new Seed(1));
        Assert.All(back, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Top_k_keeps_the_largest()
    {
        var codec = new TopK(0.5);
        float[] update = [1, 2, 3, 4];
        var back = Decode(codec, codec.Encode(update, default), 4, default);
        Assert.Equal([0f, 0f, 3f, 4f], back);
        Assert.Equal(5.0 / 4, Distortion(update, back));
        Assert.Equal([4f, 3f, 3f, 4f], back.Zip(Decode(codec, codec.Encode([4, 3, 2, 1], default), 4, default), (a, b) => a + b));
    }

    [Fact]
    public void Qsgd_with_levels_that_fit_is_exact_in_17_code_bits()
    {
        var codec = new BucketQuantizer(7, int.MaxValue, Gamma, BucketNorm.Euclidean); // the norm of [2, 3, 6] is 7
        var bytes = codec.Encode([2, 3, 6], new Seed(1));
        Assert.Equal([2f, 3f, 6f], Decode(codec, bytes, 3, new Seed(1)));
        Assert.Equal((24 + 32) / 8, bytes.Length);
    }

    [Fact]
    public void Elias_gamma_code_takes_the_published_length() =>
        Assert.Equal(16, (8 * Gamma.Encode([-5, 3, 0, 0]).Length + 8 * Gamma.Encode([-3, 1, 0, 0]).Length) / 2);

    [Fact]
    public void Elias_gamma_returns_every_level()
    {
        var random = new SeededRandom(new Seed(4));
        var levels = Enumerable.Range(0, 3000).Select(_ => random.NextInt32(3) == 0 ? random.NextInt32(100_000) - 50_000 : 0).ToArray();
        var back = new int[levels.Length];
        Gamma.Decode(Gamma.Encode(levels), back);
        Assert.Equal(levels, back);
    }

    [Fact]
    public void TernGrad_keeps_an_outlier()
    {
        var codec = BucketQuantizer.TernGrad();
        float[] update = [-1, 0, 100000];
        var back = Decode(codec, codec.Encode(update, new Seed(1)), 3, new Seed(1));
        Assert.Equal([0f, 0f, 100000f], back);
        Assert.Equal(1.0 / 3, Distortion(update, back), 1e-9);
    }

    [Theory]
    [InlineData(false, 1f, 2.0 / 3)]
    [InlineData(true, 5f / 3, 10.0 / 9)]
    public void Drive_scales_as_published(bool unbiased, float magnitude, double distortion)
    {
        float[] update = [-1, 0, 2];
        var sign = GaussianLevels.Of(1);
        var levels = new uint[3];
        var factor = sign.Quantize(update, levels, unbiased);
        var back = levels.Select(level => factor * sign[level]).ToArray();
        Assert.Equal(-magnitude, back[0], 1e-5f);
        Assert.Equal(magnitude, back[1], 1e-5f);
        Assert.Equal(magnitude, back[2], 1e-5f);
        Assert.Equal(distortion, Distortion(update, back), 1e-5);
    }

    [Theory]
    [InlineData(0, new float[] { 0, 2, -1 }, new float[] { 1, 1, -1 })]
    [InlineData(2, new float[] { -1, 1, 2 }, new float[] { 0, 0, 2 })]
    public void One_bit_sends_the_mean_of_each_side(float threshold, float[] update, float[] expected)
    {
        var codec = new OneBitQuantizer(threshold);
        Assert.Equal(expected, Decode(codec, codec.Encode(update, default), 3, default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8192)]
    [InlineData(20_001)]
    public void Rotation_keeps_lengths_and_turns_back(int count)
    {
        var values = Normal(count, 5);
        var rotated = values.ToArray();
        HadamardRotation.Rotate(rotated, new Seed(6));
        Assert.Equal(count, HadamardRotation.Blocks(count).Sum());
        Assert.Equal(Squares(values), Squares(rotated), Squares(values) * 1e-5);
        HadamardRotation.Unrotate(rotated, new Seed(6));
        Assert.All(values.Zip(rotated), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData(1, 0.64)] // 1 − 2/π of Max 1960: 0.3634 distortion, so 0.6366 of the energy explained
    [InlineData(2, 0.88)]
    [InlineData(3, 0.96)]
    [InlineData(4, 0.99)]
    public void Rotated_bits_explain_what_theory_says(int bits, double explained)
    {
        var codec = new RotatedQuantizer(bits, KeepExpectation: false);
        var update = Normal(8192, 6);
        var back = Decode(codec, codec.Encode(update, new Seed(1)), update.Length, new Seed(1));
        Assert.Equal(explained, 1 - Distortion(update, back) * update.Length / Squares(update), 0.015);
    }

    private static float[] Decode(IUpdateCodec codec, byte[] bytes, int count, Seed seed)
    {
        var update = new float[count];
        codec.Decode(bytes, update, seed);
        return update;
    }

    private static float[] Normal(int count, ulong seed)
    {
        var random = new SeededRandom(new Seed(seed));
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    private static double Squares(float[] values) => values.Sum(value => (double)value * value);

    private static double Distortion(float[] from, float[] to) => from.Zip(to).Average(pair => Math.Pow((double)pair.First - pair.Second, 2));
}
