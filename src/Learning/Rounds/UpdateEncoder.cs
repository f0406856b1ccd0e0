using EdgeActors.Learning.Compression;
using EdgeActors.Learning.Plans;
using EdgeActors.Learning.Privacy;
using EdgeActors.Learning.Updates;

namespace EdgeActors.Learning.Rounds;

/// <summary>The device's side of a round's arithmetic: from what training changed to what goes over the wire.</summary>
public sealed class UpdateEncoder(TrainingPlan plan, int parameters)
{
    /// <summary>Whether updates are ring elements, which may be masked, rather than coded floats.</summary>
    public bool UsesRing => plan.Up.Scheme == CompressionScheme.Ring;

    /// <summary>Whether <see cref="Encode"/> keeps a residual that must survive on the device.</summary>
    public bool KeepsResidual => !UsesRing && !plan.Up.Codec().Unbiased;

    /// <summary>Ring elements before masks.</summary>
    /// <param name="clip">Of the round.</param>
    /// <param name="weight">From <see cref="RingWeight"/>.</param>
    /// <param name="noise">A secret 32-byte seed of this device and round; read only with distributed noise.</param>
    public uint[] Contribute(ReadOnlySpan<float> update, int round, string device, double clip, int weight, byte[] noise)
    {
        var scheme = RoundAggregation.Scheme(plan, parameters, clip, round);
        if (plan.Privacy.Noise == NoisePlace.None) return scheme.Contribute(update, weight, plan.Update(round, device));
        var deviation = plan.Privacy.Noise == NoisePlace.Distributed
            ? plan.Privacy.ToBudget(plan.Cohort.PoissonRate).DeviceDeviation(clip, plan.Cohort.Minimum)
            : 0;
        return scheme.ContributePrivately(update, deviation, noise);
    }

    /// <summary>Coded floats.</summary>
    /// <param name="residual">What earlier rounds lost, or empty; replaced by what is lost now.</param>
    public byte[] Encode(ReadOnlySpan<float> update, int round, string device, ref float[] residual)
    {
        var codec = plan.Up.Codec();
        var seed = plan.Update(round, device);
        if (codec.Unbiased) return codec.Encode(update, seed);
        var feedback = new ErrorFeedback(codec, residual.Length == 0 ? new float[parameters] : residual);
        var bytes = feedback.Encode(update, seed);
        residual = feedback.Residual;
        return bytes;
    }

    /// <summary>The update as the cloud will read it, for SCAFFOLD's control variate.</summary>
    public float[] AsSent(ReadOnlySpan<float> update, byte[] blob, int round, string device, double clip)
    {
        var sent = new float[parameters];
        if (!UsesRing)
        {
            plan.Up.Codec().Decode(blob, sent, plan.Update(round, device));
            return sent;
        }

        var scheme = RoundAggregation.Scheme(plan, parameters, clip, round);
        var alone = new RingSum(scheme.Ring, parameters);
        alone.Add(scheme.Contribute(update, 1, plan.Update(round, device)));
        return scheme.Mean(alone);
    }

    /// <summary>How much a device counts in the ring: its examples relative to the largest device's, 1 to the plan's maximum.</summary>
    public int RingWeight(long examples, long largest) =>
        (int)Math.Clamp(Math.Round((double)plan.Ring.WeightMaximum * examples / largest), 1, plan.Ring.WeightMaximum);

    /// <summary>How much a device counts outside the ring: its share of the largest device's examples.</summary>
    public static double Weight(long examples, long largest) => Math.Clamp((double)examples / largest, 1e-6, 1);
}
