using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Rounds;
using EdgeActors.Learning.Strategies;
using EdgeActors.Messages;
using static EdgeActors.Messages.Training.RoundMessages;

namespace EdgeActors.Actors.Rounds;

/// <summary>
/// A run without rounds (FedBuff, Nguyen et al. 2022): number t is the buffer of version t. It takes one update of each device, from the newest version or one within
/// the window, and closes when it is full. Who is still at work then is neither waited for nor told to stop: its update is for a later buffer.
/// </summary>
public sealed partial record RoundState
{
    public bool IsAsynchronous => Buffer is not null;

    /// <summary>Whom the end of the attempt ends the work of. Without rounds nobody's, unless nothing counts from here on.</summary>
    public IEnumerable<DeviceId> Dismissed => IsAsynchronous && IsFollowed ? [] : Order!.Cohort;

    private FedBuff? Buffer => Plan?.Strategy.BufferRule();

    private int Version => Id.Number - 1;

    /// <summary>Whether another version comes after this one, or another attempt after one that failed.</summary>
    private bool IsFollowed => Failure is null ? Id.Number < Plan!.Rounds : Attempt < Plan!.Cohort.Attempts;

    /// <summary>
    /// Whether an offer is not judged here: the attempt that asked for it is over, or this buffer is closed or has another update of the device. The device
    /// offers it to the next one.
    /// </summary>
    public bool IsForLater(OfferUpdate offer) => IsAsynchronous && !IsTaken(offer) && (offer.Attempt < Attempt || (Order!.Cohort.Contains(offer.Device)
        && (Phase == RoundPhase.Reporting ? Updates.ContainsKey(offer.Device) : IsFollowed)));

    /// <summary>Which round's draws an update was coded with.</summary>
    public int CodedFor(OfferUpdate offer) => BaseOf(offer) + 1 ?? Id.Number;

    /// <summary>How much an update counts: by staleness without rounds, else by examples; 1 in the ring, where weights ride inside.</summary>
    public double WeightOf(OfferUpdate offer)
    {
        if (Plan!.Up.Scheme == CompressionScheme.Ring) return 1;
        return Buffer is { } rule ? rule.Weight(Version - BaseOf(offer)!.Value) : UpdateEncoder.Weight(offer.Report.Examples, Order!.LargestExamples);
    }

    /// <summary>Null in a run with rounds.</summary>
    private int? BaseOf(OfferUpdate offer) => IsAsynchronous ? offer.BaseVersion ?? Version : null;

    /// <summary>Whether an update is in this buffer, or in a version before: then only the answer was lost.</summary>
    private bool HasCounted(OfferUpdate offer) => Updates.GetValueOrDefault(offer.Device)?.BaseVersion == BaseOf(offer)
        || Order!.Counted.Any(counted => counted.Device == offer.Device && counted.Version >= BaseOf(offer));
}
