using EdgeActors.Edge.Link;

namespace EdgeActors.Hosts.Tests.Link;

public sealed class DownloadPaceTests
{
    private readonly DownloadPace _pace = new();

    [Theory]
    [InlineData(10_000, 5)]
    [InlineData(62_000, 5)]
    [InlineData(62_000, 100)]
    [InlineData(250_000, 20)]
    [InlineData(1_000_000, 2)]
    public void Bursts_keep_the_link_busy_and_hold_up_a_frame_for_50_ms_or_for_two_round_trips_and_a_half(double rate, double tripMs)
    {
        var (bytes, ms, longestMs) = (0.0, 0.0, 0.0);
        for (var i = 0; i < 60; i++)
        {
            var (sent, tookMs) = Send(rate, tripMs, burst: 0);
            if (i < 20) continue;
            (bytes, ms, longestMs) = (bytes + sent, ms + tookMs, Math.Max(longestMs, tookMs - tripMs));
        }

        Assert.InRange(bytes / ms * 1000, 0.7 * rate, rate);
        // The first 256 bytes pass for a round trip, with the time that they take themselves; no burst is smaller than 512 bytes, however slow the link.
        var seenTripMs = tripMs + 256_000 / rate;
        Assert.InRange(longestMs, 0, 1.1 * Math.Max(512_000 / rate, seenTripMs - tripMs + Math.Max(50, 2.5 * seenTripMs)));
    }

    [Fact]
    public void What_the_bucket_of_a_shaper_lets_through_at_once_is_not_taken_for_a_fast_link()
    {
        var longest = 0L;
        for (var i = 0; i < 60; i++)
        {
            // Every fourth burst comes after a rest, when the bucket is full again.
            var (sent, _) = Send(62_000, 3, burst: i % 4 == 0 ? 4096 : 0);
            if (i > 20) longest = Math.Max(longest, sent);
        }

        Assert.InRange(longest, 2 << 10, 8 << 10);
    }

    [Fact]
    public void A_fast_link_is_found_within_few_round_trips()
    {
        for (var i = 0; i < 6; i++)
            Send(25e6, 1, burst: 0);

        Assert.Equal(256 << 10, _pace.Bytes);
    }

    private (long Bytes, double Ms) Send(double rate, double tripMs, double burst)
    {
        long bytes = _pace.Bytes;
        var ms = tripMs + 1000 * Math.Max(0, bytes - burst) / rate;
        _pace.Took(bytes, TimeSpan.FromMilliseconds(ms));
        return (bytes, ms);
    }
}
