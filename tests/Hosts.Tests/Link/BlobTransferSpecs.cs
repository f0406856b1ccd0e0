using EdgeActors.Actors.Agents;
using EdgeActors.Device.Link;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Hosts.Tests.Link;

public sealed class BlobTransferSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_download_that_broke_goes_on_from_its_last_byte_when_the_edge_is_back()
    {
        var bytes = SeededBytes.Of(1, 1_500_000);
        var first = await TestEdge.StartAsync(_files.Path);
        var sha = await first.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        // Slow enough that the edge goes away in the middle.
        var shaper = new LinkShaper(new LinkShape(0, 1_500_000, TimeSpan.Zero), TimeProvider.System);
        await using var device = await TestDevice.StartAsync(_files.Path, first.Url, shaper: shaper);
        var fetching = device.Link.FetchBlobAsync(new BlobInfo { Sha256 = sha, Length = bytes.Length }, CancellationToken.None);
        await Eventually.Async(() => device.Blobs.Progress(sha).Offset > 200_000, "a part of the blob to arrive");
        var port = first.Url.Port;
        await first.DisposeAsync();
        await Eventually.Async(() => !fetching.IsCompleted && device.Blobs.Progress(sha) is { Complete: false, Offset: > 200_000 }, "the part to be kept");

        shaper.Shape = LinkShape.Open;
        await using var second = await TestEdge.StartAsync(_files.Path, port);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(await fetching));
    }

    [Fact]
    public async Task An_older_device_that_acknowledges_nothing_gets_the_blob_from_the_offset_that_it_asks_for()
    {
        var bytes = SeededBytes.Of(2, 300_000);
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var sha = await edge.Blobs.AddAsync(bytes, pinned: true, CancellationToken.None);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).DownloadBlob();
        await call.RequestStream.WriteAsync(new BlobQuery { Sha256 = sha, Offset = 250_000 });
        await call.RequestStream.CompleteAsync();
        var rest = new MemoryStream();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(250_000, call.ResponseStream.Current.Offset);
        Assert.Equal(bytes.Length, call.ResponseStream.Current.Info.Length);
        do
            call.ResponseStream.Current.Data.WriteTo(rest);
        while (await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(bytes[250_000..], rest.ToArray());
    }

    [Fact]
    public async Task An_upload_that_broke_goes_on_from_what_the_edge_holds()
    {
        var bytes = SeededBytes.Of(3, 300_000);
        var sha = BlobDigest.Of(bytes);
        var info = new BlobInfo { Sha256 = sha, Length = bytes.Length };
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var client = await TestDevice.BareAsync(_files.Path, edge.Url);
        using (var broken = client.UploadBlob())
        {
            await broken.RequestStream.WriteAsync(new BlobChunk { Info = info, Data = ByteString.CopyFrom(bytes, 0, 100_000) });
            await Eventually.Async(() => edge.Blobs.Progress(sha).Offset == 100_000, "the first part to be written");
        }

        BlobStatus status;
        do
            status = await client.GetBlobStatusAsync(new BlobQuery { Sha256 = sha });
        while (status.Offset < 100_000);
        using var rest = client.UploadBlob();
        await rest.RequestStream.WriteAsync(new BlobChunk { Info = info, Offset = status.Offset, Data = ByteString.CopyFrom(bytes, (int)status.Offset, bytes.Length - (int)status.Offset) });
        await rest.RequestStream.CompleteAsync();
        Assert.True((await rest.ResponseAsync).Complete);
        Assert.Equal(bytes, await File.ReadAllBytesAsync((await edge.Blobs.FindAsync(sha, CancellationToken.None))!));
    }

    [Fact]
    public async Task An_upload_of_other_bytes_than_the_digest_says_is_data_loss()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var call = (await TestDevice.BareAsync(_files.Path, edge.Url)).UploadBlob();
        await call.RequestStream.WriteAsync(new BlobChunk { Info = new BlobInfo { Sha256 = new string('a', 64), Length = 3 }, Data = ByteString.CopyFrom(1, 2, 3) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(StatusCode.DataLoss, (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task A_blob_that_the_edge_does_not_hold_is_said_at_once()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await TestDevice.StartAsync(_files.Path, edge.Url);
        var e = await Assert.ThrowsAsync<LinkDownException>(() => device.Link.FetchBlobAsync(new BlobInfo { Sha256 = new string('b', 64), Length = 5 }, CancellationToken.None));
        Assert.Contains("does not hold", e.Message);
    }
}
