namespace EdgeActors.Learning.Updates;

/// <summary>
/// The weighted sum of updates that arrive as floats (compressed, not masked). Each product is rounded once to a multiple of 2^-32 and then
/// added as an integer, so this sum too does not depend on order, and memory does not grow with the cohort.
/// </summary>
public sealed class ExactSum(int parameters)
{
    private const double UnitsPerOne = 4294967296.0;

    /// <summary>|value · weight| must stay below this, and so must the sum of weights: 2^9 · 2^20 units of 2^-32 fit 63 bits.</summary>
    public const double LargestTerm = 512;

    public const double LargestWeight = 1 << 20;

    private readonly long[] _sum = new long[parameters];
    private long _weight;

    /// <summary>Sum of the weights that are in.</summary>
    public double Weight => _weight / UnitsPerOne;

    /// <exception cref="ArgumentException">The length differs, or a term would not fit: refuse such an update before (<see cref="UpdateRules"/>).</exception>
    public void Add(ReadOnlySpan<float> update, double weight)
    {
        if (update.Length != parameters) throw new ArgumentException($"{update.Length} numbers for a sum of {parameters}");
        if (!(weight > 0) || Weight + weight > LargestWeight)
            throw new ArgumentException($"weight {weight} on top of {Weight}: a round's weights are positive and below {LargestWeight} in all");
        foreach (var value in update)
        {
            if (!(Math.Abs(value * weight) <= LargestTerm)) throw new ArgumentException($"{value} times weight {weight} is beyond ±{LargestTerm}");
        }

        for (var i = 0; i < update.Length; i++) _sum[i] += (long)Math.Round(update[i] * weight * UnitsPerOne);
        _weight += (long)Math.Round(weight * UnitsPerOne);
    }

    /// <summary>The weighted mean, <c>[parameters]</c>.</summary>
    public float[] Mean()
    {
        if (_weight == 0) throw new InvalidOperationException("no update was added: there is no mean");
        var mean = new float[parameters];
        for (var i = 0; i < mean.Length; i++) mean[i] = (float)((double)_sum[i] / _weight);
        return mean;
    }
}
