namespace EdgeActors.Device.Link;

/// <summary>
/// Makes a connection as slow as a real link, inside the process and so without root: a token bucket and a delay per
/// direction, below TLS and HTTP/2, so that everything that crosses is counted. May be changed while connections are open.
/// </summary>
public sealed class LinkShaper(LinkShape shape, TimeProvider time)
{
    private volatile LinkShape _shape = shape;

    public LinkShape Shape
    {
        get => _shape;
        set => _shape = value;
    }

    public Stream Wrap(Stream connection)
    {
        var up = new ShapedDirection(() => Shape.UpBytesPerSecond, () => Shape.RoundTrip / 2, time);
        var down = new ShapedDirection(() => Shape.DownBytesPerSecond, () => Shape.RoundTrip / 2, time);
        return new ShapedStream(connection, up, down);
    }
}
