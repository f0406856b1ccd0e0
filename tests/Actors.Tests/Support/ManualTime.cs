using Akka.TestKit;

namespace EdgeActors.Actors.Tests.Support;

/// <summary>A clock that stands still until a test moves it, and the actor system's scheduler with it.</summary>
public sealed class ManualTime : TimeProvider
{
    private TimeSpan _elapsed = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _elapsed;

    public void Advance(TimeSpan by) => _elapsed += by;

    /// <summary>Moves both on; timers that are due fire.</summary>
    public void Advance(TimeSpan by, TestScheduler scheduler)
    {
        Advance(by);
        scheduler.Advance(by);
    }
}
