using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Tests.Support;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Tests.Sessions;

public sealed class LinkPriorityTests
{
    private static readonly DeviceId Device = new("cam-1");

    private readonly ManualTime _time = new();
    private readonly LinkPriority _links;

    public LinkPriorityTests() => _links = new(_time);

    private Task<DownloadTurn> Turn(DeviceId? device = null, string file = "head", TimeSpan? most = null, TimeSpan quiet = default) =>
        _links.TurnAsync(device ?? Device, file, quiet, most ?? Timeout.InfiniteTimeSpan, CancellationToken.None);

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
        _links.Begin(Device, "one", null);
        var waiting = Turn(quiet: TimeSpan.FromMilliseconds(100));
        _links.End(Device, "one");
        _time.Advance(TimeSpan.FromMilliseconds(50));
        _links.Begin(Device, "two", null);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.False(waiting.IsCompleted);
        _links.End(Device, "two");
        for (var waited = 0; !waiting.IsCompleted && waited < 1000; waited++)
        {
            await Task.Yield();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
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
}
