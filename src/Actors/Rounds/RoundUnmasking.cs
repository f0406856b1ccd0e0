using System.Collections.Immutable;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.SecureAggregation;
using EdgeActors.Learning.Updates;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Rounds;

/// <summary>A round's sum from its state and the bytes of its updates: pure, so a restart makes the same one.</summary>
public static class RoundUnmasking
{
    public static RingScheme Scheme(RoundOrder order, Learning.Plans.TrainingPlan plan) =>
        RoundAggregation.Scheme(plan, order.Parameters, order.Clip, order.Round.Number);

    /// <summary>The roster as every device of the attempt has it.</summary>
    public static Roster RosterOf(RoundState state) => new(
        Transcript(state.Order!), state.Roster.Select(device => state.Keys[device]).Select(keys => new KeyAdvertisement(
            keys.Device.Value, [.. keys.MaskKey], [.. keys.ShareKey])), state.Threshold, state.Plan!.SecureAggregation.Neighbours);

    /// <summary>What names an attempt in keys and shares.</summary>
    public static string Transcript(RoundOrder order) => $"{order.Round.Run}/{order.Round.Number}/{order.Attempt}";

    /// <summary>Where the survivors' packed updates are added up, one after the other: memory does not grow with the cohort.</summary>
    public static RingSum Begin(RoundState state) => new(Scheme(state.Order!, state.Plan!).Ring, state.Order!.Parameters);

    /// <summary>Takes the masks off a sum that holds exactly the survivors' updates.</summary>
    /// <returns>The packed sum.</returns>
    /// <exception cref="InvalidOperationException">The masks cannot be taken off.</exception>
    public static byte[] Finish(RoundState state, RingSum sum)
    {
        if (state.Masked)
        {
            var sharers = state.Sharers.Select(device => state.Shared[device])
                .Select(e => new SharedKeys(e.Device.Value, [.. e.SeedCommitment], [])).ToArray();
            var revealed = state.Revealed.Values.Select(e => new RevealedShares(e.Device.Value, ToShares(e.KeysOfLost), ToShares(e.SeedsOfSurvivors))).ToArray();
            sum.Unmask(elements => Unmasking.Run(RosterOf(state), sharers, [.. state.Survivors.Select(device => device.Value)], revealed, elements));
        }

        return sum.Pack();
    }

    private static ImmutableArray<RevealedShare> ToShares(IEnumerable<OpenShare> shares) =>
        [.. shares.Select(share => new RevealedShare(share.Owner.Value, new SecretShare(share.Index, [.. share.Value])))];
}
