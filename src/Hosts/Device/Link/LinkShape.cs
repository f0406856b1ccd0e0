namespace EdgeActors.Device.Link;

/// <summary>How a link is throttled.</summary>
/// <param name="UpBytesPerSecond">Device to edge; 0: as fast as it goes.</param>
/// <param name="DownBytesPerSecond">Edge to device; 0: as fast as it goes.</param>
/// <param name="RoundTrip">Added to every round trip, half in each direction.</param>
public sealed record LinkShape(long UpBytesPerSecond, long DownBytesPerSecond, TimeSpan RoundTrip)
{
    public static readonly LinkShape Open = new(0, 0, TimeSpan.Zero);

    public bool IsOpen => this == Open;
}
