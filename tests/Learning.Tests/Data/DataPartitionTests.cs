using EdgeActors.Learning.Data;

namespace EdgeActors.Learning.Tests.Data;

public class DataPartitionTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 2000).Select(i => i % 10)];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(100)]
    public void Every_example_lies_on_exactly_one_device(double alpha)
    {
        var devices = DataPartition.Dirichlet(Labels, 10, alpha, new Seed(1));
        Assert.Equal(Enumerable.Range(0, 2000), devices.SelectMany(examples => examples).Order());
        Assert.All(devices, examples => Assert.True(examples.Length >= DataPartition.FewestExamples));
    }

    [Fact]
    public void Small_alpha_skews_labels_and_large_alpha_does_not()
    {
        Assert.InRange(LargestClassShare(0.1), 0.4, 1);
        Assert.InRange(LargestClassShare(1000), 0.1, 0.16);
    }

    [Fact]
    public void Same_seed_same_partition()
    {
        Assert.Equal(DataPartition.Dirichlet(Labels, 10, 0.5, new Seed(3))[4].AsEnumerable(), DataPartition.Dirichlet(Labels, 10, 0.5, new Seed(3))[4]);
        Assert.NotEqual(DataPartition.Dirichlet(Labels, 10, 0.5, new Seed(3))[4].AsEnumerable(), DataPartition.Dirichlet(Labels, 10, 0.5, new Seed(4))[4]);
    }

    [Fact]
    public void Uniform_deals_out_evenly()
    {
        var devices = DataPartition.Uniform(103, 10, new Seed(1));
        Assert.Equal(Enumerable.Range(0, 103), devices.SelectMany(examples => examples).Order());
        Assert.All(devices, examples => Assert.InRange(examples.Length, 10, 11));
    }

    [Fact]
    public void Too_few_examples_are_refused() => Assert.Throws<ArgumentException>(() => DataPartition.Dirichlet([.. Labels.Take(50)], 10, 0.5, new Seed(1)));

    private static double LargestClassShare(double alpha) => DataPartition.Dirichlet(Labels, 10, alpha, new Seed(1))
        .Average(examples => examples.GroupBy(i => Labels[i]).Max(group => group.Count()) / (double)examples.Length);
}
