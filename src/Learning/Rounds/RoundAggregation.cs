using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Rounds;

/// <summary>From a round's update blobs to their mean. Neither the order of arrival nor the number of cores changes a bit of it.</summary>
public static class RoundAggregation
{
    /// <summary>The ring of a round: the same on every device and in the cloud.</summary>
    /// <param name="clip">Of the global state that the round starts from.</param>
    public static RingScheme Scheme(TrainingPlan plan, int parameters, double clip, int round) =>
        new(parameters, plan.Up.Bits, plan.Cohort.Size, plan.Ring.WeightMaximum, clip, plan.Rotation(round));

    /// <summary>From a sum without masks.</summary>
    public static RoundMean OfRing(RingScheme scheme, RingSum sum, int participants) => new(scheme.Mean(sum), participants, sum.WithinClip);

    /// <summary>From updates that can be decoded one by one.</summary>
    /// <param name="blobs">In any order.</param>
    /// <exception cref="FormatException">A blob is not an update of the plan's codec.</exception>
    public static RoundMean OfDecoded(TrainingPlan plan, int parameters, int round, IEnumerable<WeightedBlob> blobs)
    {
        var updates = new DecodedUpdates(plan, parameters, round);
        foreach (var blob in blobs) updates.Add(blob);
        return updates.Mean();
    }
}
