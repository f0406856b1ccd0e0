namespace EdgeActors.Edge.Link;

/// <summary>What a device may ask of an edge.</summary>
/// <param name="MaxTensorBytes">Of one step.</param>
public sealed record LinkLimits(long MaxTensorBytes)
{
    /// <summary>Frames that wait for a device that reads slowly. When they are full the session ends.</summary>
    public int OutboundFrames { get; init; } = 256;

    /// <summary>A stream on which nothing has come, or nothing could be sent, for this long is given up.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first frame must come within this.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the actors may take to say whether they want a tensor, or to open a session.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tensors in memory at once, all devices together; beyond it a tensor is refused before it is sent.</summary>
    public long TensorBudgetBytes { get; init; } = 256_000_000;

    /// <summary>
    /// Before each of its bursts a download lets requests pass, and goes on all the same after so many times what the burst before it took: a fifth
    /// of the link is left to it under any load, or a model would never arrive.
    /// </summary>
    public double YieldShare { get; init; } = 4;

    /// <summary>Bytes in one message of a download: small enough that control frames pass between.</summary>
    public int ChunkBytes { get; init; } = 8 << 10;
}
