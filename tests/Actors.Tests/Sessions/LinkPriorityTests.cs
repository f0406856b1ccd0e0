using System.Threading.Channels;
using EdgeActors.Actors.Sessions;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Tests.Sessions;

public sealed class LinkPriorityTests
{
    private static readonly DeviceId Device = new("cam-1");

    private readonly LinkPriority _links = new(TimeProvider.System);

    private Task<DownloadTurn> Turn(DeviceId? device = null, string file = "head", TimeSpan? most = null) =>
        _links.TurnAsync(device ?? Device, file, quiet: TimeSpan.Zero, most ?? Timeout.InfiniteTimeSpan, CancellationToken.None);

    [Fact]
    public async Task Where_nobody_asks_anything_downloads_send_one_after_the_other()
    {
        _links.Begin(Device, "step", null);
        _links.End(Device, "step");
        _links.Begin(new("cam-2"), "step", null);
        var first = Turn();
        Assert.True(first.IsCompletedSuccessfully);
        var second = Turn();
        Assert.False(second.IsCompleted);
        (await first).Dispose();
        await second.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_download_waits_for_the_last_step_and_no_longer()
    {
        _links.Begin(Device, "one", null);
        _links.Begin(Device, "two", null);
        var waiting = Turn();
        _links.End(Device, "one");
        Assert.False(waiting.IsCompleted);
        _links.End(Device, "two");
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Under_load_without_end_a_download_still_gets_its_turn()
    {
        _links.Begin(Device, "step", null);
        await Turn(most: TimeSpan.FromMilliseconds(1)).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_moment_between_two_requests_is_no_quiet()
    {
        var time = new QuietTime(TimeSpan.FromMilliseconds(100));
        var links = new LinkPriority(time);
        links.Begin(Device, "one", null);
        var turn = links.TurnAsync(Device, "head", time.Quiet, Timeout.InfiniteTimeSpan, CancellationToken.None);

        links.End(Device, "one");
        var first = await time.AskedAsync();
        links.Begin(Device, "two", null);
        first();
        links.End(Device, "two");
        var second = await time.AskedAsync();
        Assert.False(turn.IsCompleted);
        second();

        await turn.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_picture_that_a_step_needs_does_not_wait_for_that_step_and_need_not_spare_the_link()
    {
        _links.Begin(Device, "step", "picture");
        var picture = Turn(file: "picture");
        Assert.True(picture.IsCompletedSuccessfully);
        Assert.True((await picture).IsUrgent);
        var head = Turn(file: "head");
        Assert.False(head.IsCompleted);
        _links.End(Device, "step");
        Assert.False((await head.WaitAsync(TimeSpan.FromSeconds(10))).IsUrgent);
    }

    /// <summary>Hands its timers of one length to the test, which says when they have passed.</summary>
    private sealed class QuietTime(TimeSpan quiet) : TimeProvider
    {
        private readonly Channel<Action> _asked = Channel.CreateUnbounded<Action>();
        private long _now;

        public TimeSpan Quiet => quiet;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        /// <summary>The next timer of that length: called, it is over.</summary>
        public Task<Action> AskedAsync() => _asked.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == quiet)
                _asked.Writer.TryWrite(() =>
                {
                    Interlocked.Add(ref _now, quiet.Ticks);
                    callback(state);
                });
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
