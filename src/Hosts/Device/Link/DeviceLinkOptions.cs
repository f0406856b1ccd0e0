namespace EdgeActors.Device.Link;

/// <summary>How a device dials its edge and how patient it is.</summary>
public sealed record DeviceLinkOptions(Uri Edge)
{
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>An idle connection is pinged this often; a ping that is not answered in twice that ends it.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Frames that wait to be sent; a sender of more waits.</summary>
    public int OutboundFrames { get; init; } = 64;

    /// <summary>Bytes of a tensor in one message: small enough that control frames pass between.</summary>
    public int ChunkBytes { get; init; } = 32 << 10;

    /// <summary>How often a blob is asked for again after its stream broke.</summary>
    public int BlobTries { get; init; } = 6;
}
