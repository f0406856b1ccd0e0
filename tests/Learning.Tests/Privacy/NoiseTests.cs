using System.Security.Cryptography;
using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Tests.Privacy;

public class NoiseTests
{
    private static readonly byte[] Seed = SHA256.HashData("noise"u8);

    [Fact]
    public void Noise_is_normal_and_the_same_again()
    {
        float[] first = new float[100_001], second = new float[100_001];
        GaussianNoise.AddTo(first, 2, Seed);
        GaussianNoise.AddTo(second, 2, Seed);
        Assert.Equal(first, second);
        Assert.Equal(0, first.Average(v => (double)v), 0.03);
        Assert.Equal(4, first.Average(v => (double)v * v), 0.08);
        Assert.Equal(0.6827, first.Count(v => Math.Abs(v) < 2) / 100_001.0, 0.006);
        Assert.Equal(3, first.Average(v => Math.Pow(v / 2, 4)), 0.15); // kurtosis
    }

    [Fact]
    public void Chunks_do_not_repeat()
    {
        var noise = new float[3 * 4096];
        GaussianNoise.AddTo(noise, 1, Seed);
        Assert.NotEqual(noise[..4096], noise[4096..8192]);
        Assert.Equal(0, noise[..4096].Zip(noise[4096..8192], (a, b) => a * b).Average(), 0.06);
    }

    [Fact]
    public void Device_noises_add_up_to_the_sums()
    {
        var budget = new PrivacyBudget(1.5, 1, 1e-5, 8);
        Assert.Equal(1.5 * 0.7, Math.Sqrt(8 * Math.Pow(budget.DeviceDeviation(clip: 0.7, fewestUpdates: 8), 2)), 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-3)]
    public void Clipping_never_leaves_more_than_the_bound(double bound)
    {
        var random = new SeededRandom(new Seed(3));
        var update = Enumerable.Range(0, 1000).Select(_ => (float)random.NextNormal()).ToArray();
        Assert.InRange(UpdateClipping.Clip(update, bound), 30, 33);
        Assert.InRange(Math.Sqrt(update.Sum(v => (double)v * v)), bound * 0.999, bound);
    }

    [Fact]
    public void Short_update_is_left_alone()
    {
        float[] update = [0.3f, 0.4f];
        Assert.Equal(0.5, UpdateClipping.Clip(update, 1), 1e-6);
        Assert.Equal([0.3f, 0.4f], update);
    }
}
