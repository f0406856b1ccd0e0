namespace EdgeActors.Learning.Plans;

/// <summary>Numbers of the integer ring; read when updates go up by <see cref="CompressionScheme.Ring"/>.</summary>
public sealed record RingPlan
{
    /// <summary>L2 norm of an update that is not scaled down, in the first round or, with privacy, in all.</summary>
    public double Clip { get; init; } = 1;

    /// <summary>Whether the clip follows the norms of the updates. Not with privacy.</summary>
    public bool AdaptiveClip { get; init; } = true;

    /// <summary>The weight of the device with the most examples; 1 counts all devices alike. Each doubling costs one bit a parameter.</summary>
    public int WeightMaximum { get; init; } = 1;
}
