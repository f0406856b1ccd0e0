namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>The most memory that was resident in this process while it is watched.</summary>
internal sealed class WorkingSetWatch : IDisposable
{
    public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    private readonly Timer _timer;
    private long _peak;

    public WorkingSetWatch()
    {
        GC.Collect();
        Before = _peak = Environment.WorkingSet;
        _timer = new Timer(_ => Look(), null, Every, Every);
    }

    public long Before { get; }

    public long Peak => Interlocked.Read(ref _peak);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Environment.WorkingSet;
        for (var seen = Peak; now > seen; seen = Peak)
            Interlocked.CompareExchange(ref _peak, now, seen);
    }
}
