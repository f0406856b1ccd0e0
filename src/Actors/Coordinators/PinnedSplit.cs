using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using SplitPair = EdgeActors.Inference.Splits.SplitPair;

namespace EdgeActors.Actors.Coordinators;

/// <summary>A split that somebody has set by hand.</summary>
/// <param name="Codec">Null: whichever is best at that cut.</param>
public sealed record PinnedSplit(string Cut, string? Codec)
{
    /// <summary>Why a model can't be split so; null where it can.</summary>
    public Failure? Refusal(string model, IReadOnlyList<SplitCandidate> candidates) => candidates.Any(candidate => Fits(candidate.Pair))
        ? null
        : new(FailureCodes.InvalidRequest,
            $"{model} has no split '{Cut}' with codec '{Codec ?? "any"}'; there are {string.Join(", ", candidates.Select(candidate => $"{candidate.Pair.Cut}/{candidate.Pair.Codec}"))}.");

    public bool Fits(SplitPair pair) => pair.Cut == Cut && (Codec is null || pair.Codec == Codec);
}
