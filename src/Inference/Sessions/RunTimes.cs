namespace EdgeActors.Inference.Sessions;

/// <summary>How long warm runs took.</summary>
public sealed record RunTimes(int Runs, double P10Ms, double P50Ms, double P90Ms)
{
    /// <summary>Runs something <paramref name="warmUp"/> times unmeasured, then <paramref name="runs"/> times measured.</summary>
    public static RunTimes Measure(Action run, int warmUp, int runs, TimeProvider time)
    {
        for (var i = 0; i < warmUp; i++) run();
        var ms = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var start = time.GetTimestamp();
            run();
            ms[i] = time.GetElapsedTime(start).TotalMilliseconds;
        }
        return Of(ms);
    }

    public static RunTimes Of(ReadOnlySpan<double> ms)
    {
        var sorted = ms.ToArray();
        Array.Sort(sorted);
        return new RunTimes(sorted.Length, Quantile(sorted, 0.1), Quantile(sorted, 0.5), Quantile(sorted, 0.9));
    }

    /// <summary>Linear between the neighbours (Hyndman and Fan 1996, type 7).</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double q)
    {
        if (sorted.IsEmpty) return double.NaN;
        var at = q * (sorted.Length - 1);
        var low = (int)Math.Floor(at);
        var high = Math.Min(low + 1, sorted.Length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }
}
