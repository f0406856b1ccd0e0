namespace EdgeActors.Messages;

/// <summary>An answer and what it cost.</summary>
/// <param name="Where">One of <see cref="StepPlaces"/>.</param>
/// <param name="LinkBytes">Both ways over the device link, headers included.</param>
/// <param name="DegradedReason">Why this is not the answer that the agreed pair would have given; null when it is.</param>
public sealed record StepResult(
    SplitPair Pair, string Version, string Where, ValueArray<HopCost> Hops, long LinkBytes, Answer Answer, string? DegradedReason = null)
{
    public bool Degraded => DegradedReason is not null;

    public double MeasuredMs => Hops.Sum(hop => hop.MeasuredMs);
}
