namespace EdgeActors.Inference.Bottlenecks;

/// <summary>Where a bottleneck goes into a trained network, and how large it may be.</summary>
public sealed record BottleneckPlan
{
    public const int UsualSymbols = 244;

    public const double UsualHeadShare = 0.25;

    /// <summary>The tensor after which the encoder begins, <c>[batch, channels, side, side]</c>: what the device computes as before.</summary>
    public required string At { get; init; }

    /// <summary>The tensor that the decoder gives instead of the layers between: what the edge computes from there is as before.</summary>
    public required string Into { get; init; }

    /// <summary>Symbols of the code, most important first.</summary>
    public int Symbols { get; init; } = UsualSymbols;

    /// <summary>Symbols of the shortest code that is trained.</summary>
    public int FewestSymbols { get; init; } = 20;

    /// <summary>Values that a symbol can take; even, so that 0 is none of them and can say "not sent".</summary>
    public int Levels { get; init; } = 4;

    /// <summary>Head and encoder together may cost this share of the uncut network's multiply-adds.</summary>
    public double MostHeadShare { get; init; } = UsualHeadShare;

    public long Seed { get; init; } = 1;

    /// <summary>What in it cannot be, in words, or null.</summary>
    public string? Fault() => this switch
    {
        _ when Levels is < 2 or > 16 || Levels % 2 != 0 => $"levels must be an even number from 2 to 16, not {Levels}",
        { Symbols: < 1 or > 4096 } => $"symbols must lie between 1 and 4,096, not {Symbols}",
        _ when FewestSymbols < 1 || FewestSymbols > Symbols => $"the fewest symbols must lie between 1 and {Symbols}, not {FewestSymbols}",
        { MostHeadShare: <= 0 or > 1 } => $"the head's share must lie above 0 and up to 1, not {MostHeadShare}",
        _ => null,
    };
}
