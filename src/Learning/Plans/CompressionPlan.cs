namespace EdgeActors.Learning.Plans;

public enum CompressionScheme
{
    /// <summary>Float32.</summary>
    Dense,

    /// <summary>Clipped, rotated fixed-point numbers in an integer ring: the one that can be masked.</summary>
    Ring,

    /// <summary>Stochastic levels of 2, 4 or 8 bits.</summary>
    Qsgd,
    TernGrad,

    /// <summary>DRIVE and EDEN: 1 to 4 bits after a random rotation.</summary>
    Rotated,

    /// <summary>The largest numbers only, with error feedback.</summary>
    TopK,

    /// <summary>1-bit SGD, with error feedback.</summary>
    OneBit,
}

/// <summary>One direction of the link.</summary>
public sealed record CompressionPlan
{
    public CompressionScheme Scheme { get; init; }

    /// <summary>Bits per parameter of the schemes that can choose.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Share of the parameters that top-k keeps.</summary>
    public double Share { get; init; } = 0.01;
}
