using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Privacy;

namespace EdgeActors.Learning.Updates;

/// <summary>
/// How a round's updates become ring elements and their sum becomes a mean again: clip, rotate, [noise], quantise, weigh. Rotating spreads a clipped update to about
/// clip/√parameters everywhere, so one scale that follows from the clip alone suits every device, and none has to tell its own range.
/// </summary>
/// <param name="LevelBits">Bits of one device's level, before weight and cohort widen the ring.</param>
/// <param name="Cohort">The most devices that may be in the sum.</param>
/// <param name="WeightMaximum">The largest weight a device may have.</param>
/// <param name="Clip">L2 norm that longer updates are scaled down to.</param>
/// <param name="Rotation">The round's seed, the same for all devices.</param>
public sealed record RingScheme(int Parameters, int LevelBits, int Cohort, int WeightMaximum, double Clip, Seed Rotation)
{
    /// <summary>Range in standard deviations of a rotated update: 2.5 at 2 bits, 3 at 4, 4 at 8. Fewer levels pay for a shorter range with less rounding error.</summary>
    private double RangeDeviations => 2 + LevelBits / 4.0;

    public FixedPoint Point => FixedPoint.ForRange(RangeDeviations * Clip / Math.Sqrt(Parameters), LevelBits);
    public IntegerRing Ring => IntegerRing.For(Cohort, WeightMaximum, Point);

    /// <summary>A device's contribution without noise: rounded up or down by chance, so rounding cancels over the cohort.</summary>
    /// <param name="weight">1 to <see cref="WeightMaximum"/>.</param>
    /// <param name="rounding">This device's seed for the round: a resend is the same bytes.</param>
    public uint[] Contribute(ReadOnlySpan<float> update, int weight, Seed rounding)
    {
        var (rotated, within) = Prepare(update, weight);
        var levels = new int[rotated.Length];
        Point.QuantizeStochastic(rotated, levels, new SeededRandom(rounding.Derive("ring rounding")));
        return RingSum.Contribution(Ring, levels, weight, within);
    }

    /// <summary>A device's contribution to a private round: noise of its own, if it has to add any, and no rounding that lengthens the update.</summary>
    /// <param name="deviation">Standard deviation of this device's noise; 0 when the cloud adds it.</param>
    /// <param name="noise">A secret 32-byte seed.</param>
    public uint[] ContributePrivately(ReadOnlySpan<float> update, double deviation, byte[] noise)
    {
        var (rotated, within) = Prepare(update, weight: 1);
        GaussianNoise.AddTo(rotated, deviation, noise);
        var levels = new int[rotated.Length];
        Point.QuantizeInward(rotated, levels);
        return RingSum.Contribution(Ring, levels, 1, within);
    }

    /// <summary>The mean update of an unmasked sum.</summary>
    public float[] Mean(RingSum sum)
    {
        var mean = sum.Mean(Point);
        HadamardRotation.Unrotate(mean, Rotation);
        return mean;
    }

    private (float[] Rotated, bool WithinClip) Prepare(ReadOnlySpan<float> update, int weight)
    {
        if (update.Length != Parameters) throw new ArgumentException($"{update.Length} numbers for a model of {Parameters}");
        if (weight < 1 || weight > WeightMaximum) throw new ArgumentOutOfRangeException(nameof(weight), weight, $"a weight is 1 to {WeightMaximum}");
        var rotated = update.ToArray();
        var norm = UpdateClipping.Clip(rotated, Clip);
        if (!double.IsFinite(norm)) throw new ArgumentException("the update is not finite: training diverged, lower the learning rate");
        HadamardRotation.Rotate(rotated, Rotation);
        return (rotated, norm <= Clip);
    }
}
