using EdgeActors.Device.Link;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Actors.Sessions;
using EdgeActors.Messages.Link;

namespace EdgeActors.Hosts.Tests.Link;

public sealed class LinkShaperSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task An_upload_takes_as_long_as_the_rate_says()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var shaper = new LinkShaper(new LinkShape(500_000, 0, TimeSpan.Zero), TimeProvider.System);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url, shaper: shaper)).ConnectedAsync();
        var sent = await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[200_000], CancellationToken.None);
        // 200 KB at 500 KB/s are 400 ms; a loaded machine may add, nothing may take away.
        Assert.InRange(sent.Elapsed.TotalMilliseconds, 395, 1500);

        shaper.Shape = LinkShape.Open;
        sent = await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[200_000], CancellationToken.None);
        Assert.True(sent.Elapsed.TotalMilliseconds < 395, $"unthrottled at run time it still took {sent.Elapsed.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task A_round_trip_takes_at_least_the_time_it_is_given()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url, shaper: new LinkShaper(new LinkShape(0, 0, TimeSpan.FromMilliseconds(60)), TimeProvider.System))).ConnectedAsync();
        var sent = await device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[10], CancellationToken.None);
        Assert.InRange(sent.Elapsed.TotalMilliseconds, 58, 500);
    }

    [Fact]
    public async Task A_small_frame_is_not_stuck_behind_a_large_tensor()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url, shaper: new LinkShaper(new LinkShape(500_000, 0, TimeSpan.Zero), TimeProvider.System))).ConnectedAsync();
        await edge.NextAsync<DeviceFrame>();
        var uploading = device.Link.SendTensorAsync(new TensorHeader { Step = "s" }, new byte[1_000_000], CancellationToken.None);
        await Eventually.Async(() => edge.Budget.Held > 0, "the upload to be under way");
        await device.Link.SendAsync(new DeviceFrame { StepFailed = new StepFailed { Step = "small" } }, CancellationToken.None);
        Assert.Equal("small", (await edge.NextAsync<DeviceFrame>()).StepFailed.Step);
        Assert.False(uploading.IsCompleted);
        Assert.Null((await uploading).Refusal);
        Assert.Equal(1_000_000, (await edge.NextAsync<SessionSeam.TensorReceived>()).Payload.Length);
    }

    [Fact]
    public void Devices_that_lost_the_same_edge_do_not_dial_in_the_same_moment()
    {
        var waits = Enumerable.Range(0, 20).Select(seed => new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), seed).Next()).ToArray();
        Assert.Equal(20, waits.Distinct().Count());
        var one = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), 1);
        var grown = Enumerable.Range(0, 10).Select(_ => one.Next().TotalSeconds).ToArray();
        Assert.InRange(grown[0], 0.5, 1);
        Assert.All(grown[3..], wait => Assert.InRange(wait, 4, 8));
        one.Reset();
        Assert.InRange(one.Next().TotalSeconds, 0.5, 1);
    }
}
