namespace EdgeActors.Inference.Sessions;

/// <summary>How long warm runs took.</summary>
public sealed record RunTimes(int Runs, double P10Ms, double P50Ms, double P90Ms)
{
    /// <summary>Runs something <paramref name="warmUp"/> times unmeasured, then <paramref name="runs"/> times measured.</summary>
    /// <param name="enough">Once this long has been spent, the run that was under way is the last; null: all runs are made.</param>
    public static RunTimes Measure(Action run, int warmUp, int runs, TimeProvider time, TimeSpan? enough = null)
    {
        var began = time.GetTimestamp();
        for (var i = 0; i < warmUp && !IsEnough(); i++) run();
        var ms = new List<double>(runs);
        do
        {
            var start = time.GetTimestamp();
            run();
            ms.Add(time.GetElapsedTime(start).TotalMilliseconds);
        }
        while (ms.Count < runs && !IsEnough());
        return Of([.. ms]);

        bool IsEnough() => enough is { } most && time.GetElapsedTime(began) > most;
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
