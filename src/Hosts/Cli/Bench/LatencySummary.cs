namespace EdgeActors.Cli.Bench;

/// <summary>Times of one kind of run, in ms. Quantiles by nearest rank: every figure is one that was measured.</summary>
public sealed record LatencySummary(int Count, double MedianMs, double P95Ms, double P99Ms, double MaxMs)
{
    public static LatencySummary Of(IReadOnlyCollection<double> milliseconds)
    {
        if (milliseconds.Count == 0)
            return new(0, double.NaN, double.NaN, double.NaN, double.NaN);
        double[] sorted = [.. milliseconds.Order()];
        return new(sorted.Length, At(0.5), At(0.95), At(0.99), sorted[^1]);

        double At(double quantile) => sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
    }
}
