using System.Security.Cryptography;

namespace EdgeActors.Learning.Updates;

/// <summary>What every update of a run must satisfy before anything is journaled about it.</summary>
/// <param name="Parameters">Numbers in one update.</param>
/// <param name="LargestBlob">Bytes; more is refused unread.</param>
public sealed record UpdateRules(int Parameters, int LargestBlob)
{
    /// <summary>Checks a blob against the digest and length under which the device announced it.</summary>
    /// <returns>Null when nothing is wrong with it.</returns>
    public UpdateRefusal? InspectBlob(ReadOnlySpan<byte> blob, string claimedDigest)
    {
        if (InspectLength(blob.Length) is { } tooLarge) return tooLarge;
        var digest = Convert.ToHexStringLower(SHA256.HashData(blob));
        return digest == claimedDigest
            ? null
            : new UpdateRefusal(UpdateFault.ForgedDigest, $"the update's bytes have digest {digest}, the device announced {claimedDigest}: send it again");
    }

    /// <summary>Checks an announced length, before a byte of it is read.</summary>
    public UpdateRefusal? InspectLength(long bytes) => bytes <= LargestBlob
        ? null
        : new UpdateRefusal(UpdateFault.TooLarge, $"the update has {bytes} bytes, this run takes at most {LargestBlob}: check the model and the compression");

    /// <summary>Checks packed ring elements. Masked ones are uniform, so nothing but their number can be judged.</summary>
    public UpdateRefusal? InspectPacked(IntegerRing ring, ReadOnlySpan<byte> packed)
    {
        var expected = ring.PackedLength(RingSum.ElementCount(Parameters));
        return packed.Length == expected
            ? null
            : new UpdateRefusal(UpdateFault.WrongShape,
                $"the update has {packed.Length} bytes, {Parameters} parameters, weight and clip bit of {ring.Bits} bits take {expected}: check the model");
    }

    /// <summary>Checks decoded values: their number, that all are finite, and that they fit the exact sum at this weight.</summary>
    public UpdateRefusal? InspectValues(ReadOnlySpan<float> values, double weight)
    {
        if (values.Length != Parameters)
            return new UpdateRefusal(UpdateFault.WrongShape, $"the update has {values.Length} parameters, the model has {Parameters}");
        if (!double.IsFinite(weight) || weight is <= 0 or > ExactSum.LargestWeight)
            return new UpdateRefusal(UpdateFault.OutOfRange, $"weight {weight} is not in (0, {ExactSum.LargestWeight}]");
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return new UpdateRefusal(UpdateFault.NotFinite, $"parameter {i} is {values[i]}: training diverged, lower the learning rate");
            if (Math.Abs(values[i] * weight) > ExactSum.LargestTerm)
            {
                return new UpdateRefusal(UpdateFault.OutOfRange,
                    $"parameter {i} moved by {values[i]} at weight {weight}, beyond ±{ExactSum.LargestTerm}: training diverged, lower the learning rate");
            }
        }

        return null;
    }
}
