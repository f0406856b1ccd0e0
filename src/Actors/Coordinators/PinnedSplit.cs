using EdgeActors.Inference.Splits;

namespace EdgeActors.Actors.Coordinators;

/// <summary>A split that somebody has set by hand.</summary>
/// <param name="Codec">Null: whichever is best at that cut.</param>
public sealed record PinnedSplit(string Cut, string? Codec)
{
    public bool Fits(SplitPair pair) => pair.Cut == Cut && (Codec is null || pair.Codec == Codec);
}
