using EdgeActors.Actors.Sessions;
using EdgeActors.Device.Link;
using EdgeActors.Edge.Link;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages.Link;
using Grpc.Core;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>What a download leaves of a slow link to everything else.</summary>
public sealed class PacedDownloadSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_edge_sends_no_more_before_the_device_has_said_that_the_last_burst_is_there()
    {
        var bytes = SeededBytes.Of(1, 100_000);
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var sha = await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        var client = await TestDevice.BareAsync(_files.Path, edge.Url);
        using var call = client.DownloadBlob();
        var (arrived, bursts) = (new MemoryStream(), 0);
        await call.RequestStream.WriteAsync(new BlobQuery { Sha256 = sha });
        var next = call.ResponseStream.MoveNext(CancellationToken.None);
        while (await next)
        {
            var chunk = call.ResponseStream.Current;
            chunk.Data.WriteTo(arrived);
            next = call.ResponseStream.MoveNext(CancellationToken.None);
            if (!chunk.Acknowledge)
                continue;
            // What was sent before this answer would be here.
            await client.GetBlobStatusAsync(new BlobQuery { Sha256 = sha });
            bursts++;
            Assert.False(next.IsCompleted, $"more came before the {arrived.Length} bytes were acknowledged");
            await call.RequestStream.WriteAsync(new BlobQuery { Offset = arrived.Length });
        }

        Assert.Equal(bytes, arrived.ToArray());
        Assert.InRange(bursts, 2, bytes.Length >> 10);
    }

    [Fact]
    public async Task A_device_that_falls_silent_is_told_so_and_its_turn_ends()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path, limits: new LinkLimits(1_000_000) { Silence = TimeSpan.FromSeconds(2) });
        var sha = await edge.Blobs.AddAsync(SeededBytes.Of(2, 100_000), pinned: true, CancellationToken.None);
        var client = await TestDevice.BareAsync(_files.Path, edge.Url);
        using var silent = client.DownloadBlob();
        await silent.RequestStream.WriteAsync(new BlobQuery { Sha256 = sha });
        Assert.True(await silent.ResponseStream.MoveNext(CancellationToken.None));
        using var other = client.DownloadBlob();
        await other.RequestStream.WriteAsync(new BlobQuery { Sha256 = sha });

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => silent.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
        Assert.True(await other.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task A_frame_waits_for_a_few_kilobytes_of_a_download_behind_a_slow_link_and_not_for_all_that_a_kernel_takes()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var sha = await edge.Blobs.AddAsync(SeededBytes.Of(3, 1_000_000), pinned: true, CancellationToken.None);
        await using var device = await (await TestDevice.StartAsync(
            _files.Path, edge.Url, shaper: new LinkShaper(new LinkShape(0, 62_000, TimeSpan.Zero), TimeProvider.System))).ConnectedAsync();
        var session = await edge.NextAsync<SessionSeam.OpenSession>();
        using var stopping = new CancellationTokenSource();
        var fetching = device.Link.FetchBlobAsync(new BlobInfo { Sha256 = sha, Length = 1_000_000 }, stopping.Token);
        await Eventually.Async(() => device.Blobs.Progress(sha).Offset > 30_000, "the download to be under way");

        var before = device.Blobs.Progress(sha).Offset;
        Assert.True(session.Outbound.TryWrite(new EdgeFrame { FetchPicture = new FetchPicture() }));
        await device.NextAsync<EdgeFrame>();
        var passed = device.Blobs.Progress(sha).Offset - before;

        // What 62 KB/s carry in 50 ms are 3 KB; the frame may wait for one burst, and find the next in front of it.
        Assert.InRange(passed, 0, 15_000);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task A_device_gets_its_files_from_an_edge_that_is_too_old_to_read_acknowledgements()
    {
        var bytes = SeededBytes.Of(4, 50_000);
        await using var edge = await OlderEdge.StartAsync(bytes);
        var store = new BlobStore(Path.Combine(_files.Path, "blobs"), 1_000_000, TimeProvider.System);
        var download = new BlobDownload(edge.Client, store, new DeviceLinkOptions(edge.Url), acknowledges: () => false, TimeProvider.System);
        var path = await download.FetchAsync(new BlobInfo { Sha256 = BlobDigest.Of(bytes), Length = bytes.Length }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }
}
