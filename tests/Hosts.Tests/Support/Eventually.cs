namespace EdgeActors.Hosts.Tests.Support;

/// <summary>Waits for something that another thread brings about, and says what was missing when it does not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    public static Task Async(Func<bool> condition, string what) => Async(() => Task.FromResult(condition()), what);

    public static async Task Async(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Limit)
                throw new TimeoutException($"Waited {Limit.TotalSeconds:0} s for {what}.");
            await timer.WaitForNextTickAsync();
        }
    }
}
