using EdgeActors.Inference.Splits;
using FsCheck.Xunit;

namespace EdgeActors.Inference.Tests.Splits;

public sealed class LinkEstimatorTests
{
    private readonly ManualTime _time = new();
    private readonly LinkEstimator _link;
    private readonly Random _random = new(11);
    private double _lacking;
    private double _filledAtMs;

    public LinkEstimatorTests() => _link = new LinkEstimator(_time);

    [Theory]
    [InlineData(10_000, 5)]
    [InlineData(250_000, 20)]
    [InlineData(5_000_000, 2)]
    [InlineData(25_000_000, 1)]
    public void Slope_and_intercept_come_out_of_two_sizes(double goodput, double rtt)
    {
        for (var i = 0; i < 20; i++) Transfer(i % 2 == 0 ? 64 : (int)(goodput * 0.05), goodput, rtt, noise: 0.02);

        Assert.InRange(_link.Current.Goodput, goodput * 0.93, goodput * 1.07);
        Assert.InRange(_link.Current.RttMs, rtt * 0.9, rtt * 1.1);
        Assert.InRange(_link.Current.GoodputP10, goodput * 0.8, _link.Current.Goodput);
    }

    [Theory]
    [InlineData(31_000), InlineData(250_000), InlineData(1_000_000)]
    public void Pictures_of_one_size_and_the_probes_that_fall_due_tell_goodput_from_the_burst_of_a_shaper(double goodput)
    {
        for (var i = 0; i < 25; i++)
        {
            if (_link.DueProbe() is { } probe) Transfer(probe, goodput, 6, noise: 0.05, burst: 4096);
            Transfer(13_000 + _random.Next(-500, 500), goodput, 6, noise: 0.05, burst: 4096);
            _time.AdvanceMs(200);
        }

        Assert.InRange(_link.Current.Goodput, goodput * 0.8, goodput * 1.25);
        Assert.InRange(_link.Current.TypicalMs(13_000), 0.9 * (6 + 8_904_000 / goodput), 1.1 * (6 + 8_904_000 / goodput));
        Assert.InRange(_link.Current.TypicalMs(26_000), 0.8 * (6 + 21_904_000 / goodput), 1.2 * (6 + 21_904_000 / goodput));
        Assert.InRange(_link.Current.RttMs, 5, 7);
    }

    [Fact]
    public void A_step_in_doubt_asks_for_a_large_probe_but_not_while_the_link_rests_from_the_last_one()
    {
        for (var i = 0; i < 20; i++) Transfer(i % 2 == 0 ? 64 : 13_000, 1_000_000, 6, noise: 0);

        Transfer(13_000, 100_000, 6, noise: 0);

        Assert.InRange(_link.DueProbe() ?? 0, 1 << 13, 1 << 16);
        Assert.Null(_link.DueProbe(resting: true));
    }

    [Property(MaxTest = 60)]
    public bool The_round_trip_neither_collapses_nor_grows_while_pictures_of_one_size_jitter(int seed)
    {
        var random = new Random(seed);
        var link = new LinkEstimator(_time);
        var (goodput, rtt) = (Math.Exp(10 + 6 * random.NextDouble()), 2 + 10 * random.NextDouble());
        var picture = rtt + 13_000_000 / goodput;
        var (rttIsRight, pictureIsRight) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            if (link.DueProbe() is { } probe) Send(probe);
            Send(13_000);
            if (i < 10) continue;
            rttIsRight += link.Current.RttMs > 0.7 * rtt && link.Current.RttMs < 1.6 * rtt ? 1 : 0;
            pictureIsRight += link.Current.TypicalMs(13_000) > 0.7 * picture && link.Current.TypicalMs(13_000) < 1.5 * picture + 5 ? 1 : 0;
        }
        return rttIsRight >= 45 && pictureIsRight >= 40;

        // One in twelve is delayed by a processor that did something else.
        void Send(int bytes)
        {
            var ms = (rtt + 1000 * bytes / goodput) * (1 + 0.2 * random.NextDouble()) + (random.Next(12) == 0 ? 25 * random.NextDouble() : 0);
            _time.AdvanceMs(ms + 20);
            link.Observe(bytes, TimeSpan.FromMilliseconds(ms));
        }
    }

    [Fact]
    public void While_everything_runs_on_a_device_behind_a_slow_link_probes_take_little_of_it()
    {
        var (onLink, total) = (0.0, 0.0);
        for (var i = 0; i < 200; i++)
        {
            _time.AdvanceMs(150);
            total += 150;
            if (_link.DueProbe() is not { } probe) continue;
            var ms = Transfer(probe, 31_000, 5, noise: 0.05, burst: 4096);
            total += ms;
            if (i > 20) onLink += ms;
        }

        Assert.InRange(onLink / total, 0.01, 0.15);
        Assert.InRange(_link.Current.Goodput, 25_000, 40_000);
    }

    [Fact]
    public void A_restless_link_has_a_low_quantile_well_below_its_mean()
    {
        for (var i = 0; i < 40; i++) Transfer(i % 4 == 0 ? 64 : 20_000, 200_000 * (i % 3 == 0 ? 0.75 : 1.15), 5, noise: 0.02);

        Assert.InRange(_link.Current.GoodputP10 / _link.Current.Goodput, 0.5, 0.9);
    }

    [Theory]
    [InlineData(2_000_000, 50_000)]
    [InlineData(50_000, 2_000_000)]
    [InlineData(300_000, 100_000)]
    public void A_step_is_known_within_a_second_of_traffic(double before, double after)
    {
        for (var i = 0; i < 30; i++) Transfer(i % 3 == 0 ? 64 : 15_000, before, 5, noise: 0.03);
        var traffic = 0.0;
        while (traffic < 1000) traffic += Transfer(15_000, after, 5, noise: 0.03);

        Assert.InRange(_link.Current.Goodput, after * 0.8, after * 1.25);
        Assert.Equal(1, _link.Steps);
    }

    [Fact]
    public void One_slow_transfer_is_not_a_step()
    {
        for (var i = 0; i < 30; i++) Transfer(i % 3 == 0 ? 64 : 15_000, 500_000, 5, noise: 0.03);
        Transfer(15_000, 100_000, 5, noise: 0);
        Transfer(15_000, 500_000, 5, noise: 0);

        Assert.Equal(0, _link.Steps);
        Assert.InRange(_link.Current.Goodput, 300_000, 550_000);
    }

    [Fact]
    public void A_transfer_that_does_not_end_tells_of_a_step_down_before_it_ends()
    {
        for (var i = 0; i < 30; i++) Transfer(i % 3 == 0 ? 64 : 100_000, 2_000_000, 5, noise: 0.03);

        _time.AdvanceMs(50);
        Assert.False(_link.ObserveUnfinished(100_000, TimeSpan.FromMilliseconds(50)));
        Assert.InRange(_link.Current.Goodput, 1_500_000, 2_500_000);
        _time.AdvanceMs(950);
        Assert.True(_link.ObserveUnfinished(100_000, TimeSpan.FromMilliseconds(1000)));
        Assert.InRange(_link.Current.Goodput, 0, 110_000);
    }

    [Fact]
    public void Small_transfers_alone_make_a_probe_due()
    {
        for (var i = 0; i < 6; i++) Transfer(64, 1e6, 5, noise: 0);
        Transfer(20_000, 1e6, 5, noise: 0);
        Transfer(50_000, 1e6, 5, noise: 0);
        Transfer(30_000, 1e6, 5, noise: 0);
        Assert.Null(_link.DueProbe());

        _time.AdvanceMs(500);
        Transfer(64, 1e6, 5, noise: 0);

        Assert.InRange(_link.DueProbe() ?? 0, 1 << 13, 1 << 16);
    }

    [Fact]
    public void An_idle_device_is_asked_seldom()
    {
        for (var i = 0; i < 6; i++) Transfer(64, 1e6, 5, noise: 0);
        Transfer(20_000, 1e6, 5, noise: 0);
        Transfer(50_000, 1e6, 5, noise: 0);
        Transfer(30_000, 1e6, 5, noise: 0);
        _time.AdvanceMs(3000);

        Assert.Null(_link.DueProbe(idle: true));
        Assert.NotNull(_link.DueProbe());
        _time.AdvanceMs(3000);
        Assert.NotNull(_link.DueProbe(idle: true));
    }

    [Fact]
    public void After_a_step_up_that_small_transfers_cannot_measure_probes_grow_at_once()
    {
        for (var i = 0; i < 20; i++) Transfer(i % 3 == 0 ? 64 : 1500, 30_000, 5, noise: 0.02);
        Transfer(1500, 20e6, 5, noise: 0);
        Transfer(1500, 20e6, 5, noise: 0);
        Assert.True(_link.Current.Settling);

        var probes = 0;
        while (_link.Current.Settling && probes++ < 4) Transfer(_link.DueProbe()!.Value, 20e6, 5, noise: 0);

        Assert.InRange(probes, 1, 3);
        Assert.InRange(_link.Current.Goodput, 10e6, 40e6);
    }

    [Fact]
    public void An_estimate_expires()
    {
        Assert.True(_link.Current.Expired);
        Transfer(50_000, 1e6, 5, noise: 0);
        Assert.False(_link.Current.Expired);

        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.True(_link.Current.Expired);
    }

    [Fact]
    public void A_lost_link_is_down_until_something_gets_through()
    {
        Transfer(50_000, 1e6, 5, noise: 0);
        _link.LinkLost();
        Assert.True(_link.Current.IsDown);
        Assert.NotNull(_link.DueProbe());

        Transfer(50_000, 20_000, 5, noise: 0);

        Assert.False(_link.Current.IsDown);
        Assert.InRange(_link.Current.Goodput, 10_000, 30_000);
    }

    /// <param name="burst">What a shaper's bucket holds; it fills up at the goodput from one transfer to the next.</param>
    private double Transfer(int bytes, double goodput, double rtt, double noise, double burst = 0)
    {
        var now = _time.GetTimestamp() * 1000.0 / _time.TimestampFrequency;
        var lacking = Math.Max(0, _lacking - (now - _filledAtMs) * goodput / 1000);
        var free = Math.Min(burst - Math.Min(burst, lacking), bytes);
        var ms = (rtt + 1000 * (bytes - free) / goodput) * (1 + noise * (2 * _random.NextDouble() - 1));
        _time.AdvanceMs(ms);
        (_lacking, _filledAtMs) = (lacking + free, now + ms - rtt);
        _link.Observe(bytes, TimeSpan.FromMilliseconds(ms));
        return ms;
    }
}
