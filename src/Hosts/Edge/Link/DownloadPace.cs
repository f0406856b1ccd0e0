namespace EdgeActors.Edge.Link;

/// <summary>
/// How many bytes of a download may be under way: what the link carries in 50 ms, since a request's frame waits behind them; or in two and a half
/// round trips, where those are longer, since the link is idle for one of them and a file must get on. Learnt from the download itself. Not thread-safe.
/// </summary>
internal sealed class DownloadPace
{
    /// <summary>The first burst is little but a round trip, and tells it.</summary>
    private const int First = 256;

    private const int Least = 512;
    private const int Most = 256 << 10;

    private const double CarryMs = 50;
    private const double CarryTrips = 2.5;

    // What a shaper lets through at once looks like a fast link, once.
    private const double Growth = 4;

    // Of what earlier bursts told.
    private const double Memory = 0.7;

    private double _tripMs = double.PositiveInfinity;
    private double _bytes;
    private double _ms;

    public int Bytes { get; private set; } = First;

    /// <summary>So long after the first of these bytes was handed over the device has said that all are there.</summary>
    public void Took(long bytes, TimeSpan elapsed)
    {
        _tripMs = Math.Min(_tripMs, elapsed.TotalMilliseconds);
        _bytes = Memory * _bytes + bytes;
        _ms = Memory * _ms + elapsed.TotalMilliseconds - _tripMs;
        var carried = Math.Max(CarryMs, CarryTrips * _tripMs) * _bytes / _ms; // infinite while nothing took longer than a round trip
        Bytes = (int)Math.Clamp(Math.Min(carried, Growth * bytes), Least, Most);
    }
}
