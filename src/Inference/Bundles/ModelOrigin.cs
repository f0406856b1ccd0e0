namespace EdgeActors.Inference.Bundles;

/// <summary>How the weights came to be, so that a stranger can make them again.</summary>
public sealed record ModelOrigin
{
    /// <summary>The command that trained it, or how it was obtained.</summary>
    public required string Command { get; init; }

    public long? Seed { get; init; }

    /// <summary>The data it was trained on, with its form where figures depend on it (e.g. "CIFAR-10 as JPEG, quality 75").</summary>
    public required string Data { get; init; }
}
