using EdgeActors.Learning.Strategies;

namespace EdgeActors.Learning.Tests.Strategies;

/// <summary>Scalar oracles from Flower's strategy tests, then what the rules are for: a liar does not move them.</summary>
public class RobustRuleTests
{
    [Fact]
    public void Median_of_1_3_2_is_2() => Assert.Equal(2f, One(new CoordinateMedian(), 1, 3, 2));

    [Fact]
    public void Median_of_an_even_number_is_the_middle_mean() => Assert.Equal(2.5f, One(new CoordinateMedian(), 1, 4, 2, 3));

    [Fact]
    public void Trimmed_mean_drops_both_ends() => Assert.Equal(1.5f, One(new TrimmedMean(0.25), 0.5f, 1, 2, 100));

    [Fact]
    public void Krum_takes_the_most_central() => Assert.Equal(0.7f, One(MultiKrum.Krum(0), 0.2f, 0.7f, 1.0f));

    [Fact]
    public void Multi_Krum_averages_the_most_central() => Assert.Equal(0.35f, One(new MultiKrum(0, 2), 0.2f, 0.5f, 1.0f), 1e-6f);

    [Theory]
    [MemberData(nameof(Rules))]
    public void One_liar_of_seven_does_not_steer(IRobustRule rule)
    {
        var random = new SeededRandom(new Seed(2));
        float[][] updates = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, 20).Select(_ => 1 + 0.1f * (float)random.NextNormal()).ToArray()), [.. Enumerable.Repeat(-1000f, 20)]];
        Assert.All(rule.Combine(updates), value => Assert.InRange(value, 0.6, 1.4));
        Assert.InRange(updates.Average(update => update[0]), -200, -100); // a plain mean would have followed it
    }

    public static TheoryData<IRobustRule> Rules => [new CoordinateMedian(), new TrimmedMean(0.2), MultiKrum.Krum(1), new MultiKrum(1, 4)];

    [Fact]
    public void Too_few_updates_are_refused_with_the_number_needed() =>
        Assert.Contains("at least 5", Assert.Throws<ArgumentException>(() => MultiKrum.Krum(1).Combine([[1f], [2f], [3f], [4f]])).Message);

    [Fact]
    public void Updates_of_different_lengths_are_refused() =>
        Assert.Contains("different lengths", Assert.Throws<ArgumentException>(() => new CoordinateMedian().Combine([[1f], [2f, 3f]])).Message);

    private static float One(IRobustRule rule, params float[] scalars) => rule.Combine([.. scalars.Select(scalar => new[] { scalar })])[0];
}
