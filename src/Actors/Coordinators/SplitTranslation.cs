using EdgeActors.Inference.Splits;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using SplitPair = EdgeActors.Messages.SplitPair;

namespace EdgeActors.Actors.Coordinators;

/// <summary>Splits between the chooser's types and the messages'.</summary>
internal static class SplitTranslation
{
    public static SplitPair ToMessage(this Inference.Splits.SplitPair pair) => new(new(pair.Model), pair.Bundle, pair.Cut, pair.Codec);

    public static Inference.Splits.SplitPair ToDomain(this SplitPair pair) => new(pair.Model.Value, pair.Bundle, pair.Cut, pair.Codec);

    public static ValueArray<HopCost> ToMessage(this IEnumerable<PredictedHop> hops) =>
        hops.Select(hop => new HopCost(hop.Name, hop.Ms, double.NaN, (long)hop.Bytes)).ToValueArray();

    /// <summary>Null when its side is none that is known here: a newer device may time more.</summary>
    public static PartitionProfile? ToProfile(this PartitionTimes times) =>
        Enum.TryParse<PartitionSide>(times.Side, ignoreCase: true, out var side)
            ? new(times.Bundle, times.Cut, side, times.Codec, times.Batch, times.P10Ms, times.P50Ms, times.P90Ms, times.Runs, times.PeakMemoryBytes)
            : null;

    public static PartitionTimes ToMessage(this PartitionProfile profile) => new(
        profile.Bundle, profile.Cut, profile.Side.ToString().ToLowerInvariant(), profile.Codec, profile.Batch, profile.P10Ms, profile.P50Ms,
        profile.P90Ms, profile.Runs, profile.PeakMemoryBytes);
}
