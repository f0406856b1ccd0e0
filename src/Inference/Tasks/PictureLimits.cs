namespace EdgeActors.Inference.Tasks;

/// <summary>What a picture may be; read from its header, before a pixel is decoded or memory for it taken.</summary>
public sealed record PictureLimits
{
    /// <summary>Shorter side, in pixels: less than this shows nothing that a model could name.</summary>
    public int MinSide { get; init; } = 8;

    public long MaxPixels { get; init; } = 50_000_000;

    public static PictureLimits Default { get; } = new();
}
