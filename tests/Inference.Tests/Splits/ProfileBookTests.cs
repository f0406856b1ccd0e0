using EdgeActors.Inference.Splits;

namespace EdgeActors.Inference.Tests.Splits;

public sealed class ProfileBookTests
{
    private readonly ManualTime _time = new();
    private readonly ProfileBook _book;

    public ProfileBookTests() => _book = new ProfileBook(_time, TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(-1, 2, 3, 5, "negative")]
    [InlineData(1, 5, 3, 5, "order")]
    [InlineData(1, 2, double.NaN, 5, "numbers")]
    [InlineData(1, 2, double.PositiveInfinity, 5, "numbers")]
    [InlineData(1, 2, 1e9, 5, "above")]
    [InlineData(1, 2, 3, 0, "0 runs")]
    public void A_profile_that_cannot_be_true_is_refused_with_its_reason(double p10, double p50, double p90, int runs, string said)
    {
        Assert.Contains(said, _book.Add(Profile(p10, p50, p90, runs)));
        Assert.Null(_book.Find("b", "c", PartitionSide.Head));
    }

    [Fact]
    public void Real_times_replace_what_was_measured_at_hello()
    {
        Assert.Null(_book.Add(Profile(9, 10, 11, 15)));
        for (var i = 0; i < 7; i++) _book.Observe("b", "c", PartitionSide.Head, "", 30);
        Assert.Equal(10, _book.Find("b", "c", PartitionSide.Head)!.P50Ms);

        _book.Observe("b", "c", PartitionSide.Head, "", 30);

        Assert.Equal(30, _book.Find("b", "c", PartitionSide.Head)!.P50Ms);
    }

    [Fact]
    public void A_profile_expires()
    {
        _book.Add(Profile(9, 10, 11, 15));
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.Null(_book.Find("b", "c", PartitionSide.Head));
    }

    private static PartitionProfile Profile(double p10, double p50, double p90, int runs) => new("b", "c", PartitionSide.Head, "", 1, p10, p50, p90, runs);
}
