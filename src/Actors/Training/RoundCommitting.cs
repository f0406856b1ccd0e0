using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>From a round's outcome to the next global state: what a run does when it commits, and a replay does again.</summary>
public static class RoundCommitting
{
    /// <param name="read">Reads a blob and checks its digest.</param>
    public static async Task<CommittedStep> Next(
        TrainingPlan plan, GlobalState state, RoundOutcome outcome, byte[] noiseSecret, Func<BlobRef, Task<byte[]>> read) =>
        RoundCommit.Apply(plan, state, await Mean(plan, state, outcome, read), noiseSecret);

    private static async Task<RoundMean> Mean(TrainingPlan plan, GlobalState state, RoundOutcome outcome, Func<BlobRef, Task<byte[]>> read)
    {
        var (round, parameters) = (state.Version + 1, state.Model.Length);
        if (outcome.Sum is { } packed)
        {
            var scheme = RoundAggregation.Scheme(plan, parameters, state.Clip, round);
            var sum = new RingSum(scheme.Ring, parameters);
            sum.AddPacked(await read(packed));
            return RoundAggregation.OfRing(scheme, sum, outcome.Updates.Count);
        }

        var updates = new DecodedUpdates(plan, parameters, round);
        foreach (var update in outcome.Updates) updates.Add(new(update.Device.Value, await read(update.Update), update.Weight, update.BaseVersion));
        return updates.Mean();
    }
}
