namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Waits to within some microseconds: the timer for most of it, then the clock.</summary>
internal static class PreciseDelay
{
    private static readonly TimeSpan TimerError = TimeSpan.FromMilliseconds(1.5);

    public static async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken stop)
    {
        var start = time.GetTimestamp();
        if (delay > TimerError) await Task.Delay(delay - TimerError, time, stop);
        while (time.GetElapsedTime(start) < delay) Thread.SpinWait(20);
    }
}
