using EdgeActors.Learning.Updates;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EdgeActors.Learning.Tests.Updates;

public class ExactSumTests
{
    [Property]
    public Property Sum_of_floats_does_not_depend_on_order(ulong seed, byte count)
    {
        var random = new SeededRandom(new Seed(seed));
        var updates = Enumerable.Range(0, count % 30 + 2).Select(_ => (new[] { (float)random.NextNormal(), (float)random.NextNormal() * 1e-6f }, Weight: 1 + 9 * random.NextDouble())).ToArray();
        var shuffled = updates.ToArray();
        random.Shuffle<(float[], double)>(shuffled);
        return Mean(updates).SequenceEqual(Mean(shuffled)).ToProperty();

        static float[] Mean((float[] Update, double Weight)[] updates)
        {
            var sum = new ExactSum(2);
            foreach (var (update, weight) in updates) sum.Add(update, weight);
            return sum.Mean();
        }
    }

    [Fact]
    public void Mean_is_weighted()
    {
        var sum = new ExactSum(1);
        sum.Add([1f], 1);
        sum.Add([3f], 2);
        Assert.Equal(7f / 3, sum.Mean()[0], 1e-6f);
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(600f, 1)]
    [InlineData(1f, 0)]
    [InlineData(1f, double.NaN)]
    [InlineData(1f, 2e6)]
    public void Terms_that_do_not_fit_change_nothing(float value, double weight)
    {
        var sum = new ExactSum(2);
        sum.Add([1f, 1f], 1);
        Assert.Throws<ArgumentException>(() => sum.Add([1f, value], weight));
        Assert.Equal([1f, 1f], sum.Mean());
    }
}
