using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Tests.Updates;

public class RingSchemeTests
{
    [Theory]
    [InlineData(4, 0.35)]
    [InlineData(8, 0.03)]
    public void Mean_of_a_cohort_survives_the_ring(int bits, double relativeError)
    {
        const int parameters = 5000;
        var scheme = new RingScheme(parameters, bits, Cohort: 10, WeightMaximum: 1, Clip: 1, new Seed(3));
        var common = new SeededRandom(new Seed(4));
        // One large coordinate and many small ones: without the rotation the small ones would all round to nothing.
        var update = Enumerable.Range(0, parameters).Select(i => i == 0 ? 0.5f : (float)common.NextNormal() * 0.005f).ToArray();
        var sum = new RingSum(scheme.Ring, parameters);
        for (var device = 0; device < 10; device++) sum.Add(scheme.Contribute(update, 1, new Seed((ulong)device)));
        var mean = scheme.Mean(sum);
        var error = Math.Sqrt(mean.Zip(update).Sum(pair => Math.Pow(pair.First - pair.Second, 2)) / update.Sum(v => v * (double)v));
        Assert.InRange(error, 0, relativeError);
        Assert.Equal(10, sum.WithinClip);
    }

    [Fact]
    public void Long_update_is_clipped_and_says_so()
    {
        var scheme = new RingScheme(64, 12, 1, 1, Clip: 1, new Seed(3));
        var sum = new RingSum(scheme.Ring, 64);
        sum.Add(scheme.Contribute(Enumerable.Repeat(1f, 64).ToArray(), 1, new Seed(1)));
        Assert.Equal(0, sum.WithinClip);
        Assert.Equal(1, Math.Sqrt(scheme.Mean(sum).Sum(v => v * (double)v)), 0.01);
    }

    [Fact]
    public void Resend_is_the_same_bytes()
    {
        var scheme = new RingScheme(100, 4, 10, 1, 1, new Seed(3));
        var update = Enumerable.Range(0, 100).Select(i => i * 1e-4f).ToArray();
        Assert.Equal(scheme.Contribute(update, 1, new Seed(5)), scheme.Contribute(update, 1, new Seed(5)));
        Assert.NotEqual(scheme.Contribute(update, 1, new Seed(5)), scheme.Contribute(update, 1, new Seed(6)));
    }

    [Fact]
    public void Private_contribution_never_exceeds_its_clip()
    {
        var scheme = new RingScheme(1000, 10, 10, 1, Clip: 1, new Seed(3));
        var random = new SeededRandom(new Seed(9));
        var update = Enumerable.Range(0, 1000).Select(_ => (float)random.NextNormal()).ToArray();
        var elements = scheme.ContributePrivately(update, deviation: 0, new byte[32]);
        var norm = Math.Sqrt(elements.Take(1000).Sum(e => Math.Pow(scheme.Ring.Signed(e) / scheme.Point.Scale, 2)));
        Assert.InRange(norm, 0.9, 1.0);
    }

    [Fact]
    public void Diverged_update_is_refused() =>
        Assert.Contains("diverged", Assert.Throws<ArgumentException>(() => new RingScheme(2, 8, 10, 1, 1, new Seed(3)).Contribute([1f, float.NaN], 1, new Seed(1))).Message);

    [Fact]
    public void Clip_follows_the_quantile()
    {
        var adaptive = new AdaptiveClip(Quantile: 0.8);
        Assert.Equal(1, adaptive.Next(1, 0.8), 1e-6);
        var clip = 1.0;
        for (var round = 0; round < 100; round++) clip = adaptive.Next(clip, clip > 5 ? 1 : 0); // every norm is 5
        Assert.InRange(clip, 4.5, 5.9);
    }
}
