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
        for (var i = 0; i < 20; i++) _book.Observe("b", "c", PartitionSide.Head, "", i % 2 == 0 ? 30 : 32);

        var known = _book.Find("b", "c", PartitionSide.Head)!;

        Assert.Equal(31, known.P50Ms, 6);
        Assert.Equal(20, known.Runs);
    }

    [Fact]
    public void Fewer_than_six_real_times_replace_nothing()
    {
        _book.Add(Profile(9, 10, 11, 15));
        for (var i = 0; i < 2; i++) _book.Observe("b", "c", PartitionSide.Head, "", 30);
        Assert.Equal(10, _book.Find("b", "c", PartitionSide.Head)!.P50Ms);
        for (var i = 2; i < 5; i++) _book.Observe("b", "c", PartitionSide.Head, "", 30);
        Assert.Equal(15, _book.Find("b", "c", PartitionSide.Head)!.Runs);

        _book.Observe("b", "c", PartitionSide.Head, "", 30);

        var known = _book.Find("b", "c", PartitionSide.Head)!;
        Assert.Equal((30, 6), (known.P50Ms, known.Runs));
    }

    [Fact]
    public void A_host_that_slows_down_makes_dearer_what_it_does_not_run_too()
    {
        _book.Add(Profile(9, 10, 11, 15));
        _book.Add(Profile(90, 100, 110, 15) with { Cut = "whole" });

        for (var i = 0; i < 5; i++) _book.Observe("b", "c", PartitionSide.Head, "", i == 2 ? 500 : 25);

        Assert.Equal(2.5, _book.Load, 6);
        Assert.Equal(250, _book.Find("b", "whole", PartitionSide.Head)!.P50Ms, 6);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(100, _book.Find("b", "whole", PartitionSide.Head)!.P50Ms, 6);
    }

    [Fact]
    public void A_profile_that_has_grown_old_is_uncertain_and_not_unknown()
    {
        _book.Add(Profile(9, 10, 11, 15));
        _time.Advance(TimeSpan.FromMinutes(6));

        var known = _book.Find("b", "c", PartitionSide.Head)!;

        Assert.Equal((10, 16.5), (known.P50Ms, known.P90Ms));
        Assert.Null(_book.Find("b", "other", PartitionSide.Head));
    }

    [Fact]
    public void Real_times_expire()
    {
        _book.Add(Profile(9, 10, 11, 15));
        for (var i = 0; i < 20; i++) _book.Observe("b", "c", PartitionSide.Head, "", 50);
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(10, _book.Find("b", "c", PartitionSide.Head)!.P50Ms);
    }

    private static PartitionProfile Profile(double p10, double p50, double p90, int runs) => new("b", "c", PartitionSide.Head, "", 1, p10, p50, p90, runs);
}
