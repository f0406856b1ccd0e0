using EdgeActors.Actors.Agents;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Messages.Link;
using Grpc.Core;

namespace EdgeActors.Device.Link;

/// <summary>Fetches a blob of the edge into the device's store, going on after every break from the byte where it stopped.</summary>
/// <param name="acknowledges">Whether the edge that is there now wants to know what has arrived.</param>
internal sealed class BlobDownload(DeviceLink.DeviceLinkClient client, BlobStore store, DeviceLinkOptions options, Func<bool> acknowledges, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <exception cref="LinkDownException">The link broke too often; what has come stays for the next call.</exception>
    public async Task<string> FetchAsync(BlobInfo blob, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            Exception? failure = null;
            var before = store.Progress(blob.Sha256).Offset;
            try
            {
                if (await FetchOnceAsync(blob, cancel) && await store.FindAsync(blob.Sha256, cancel) is { } path)
                    return path;
            }
            catch (BlobStoreException e) when (e.Fault is not BlobFault.Offset)
            {
                throw new LinkDownException($"Blob {blob.Sha256} ({blob.Name}): {e.Message}", e);
            }
            catch (RpcException e) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Status.Detail, e, cancel);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument or StatusCode.PermissionDenied)
            {
                throw new LinkDownException($"Blob {blob.Sha256} ({blob.Name}): {e.Status.Detail}", e);
            }
            catch (Exception e) when (e is RpcException or IOException or BlobStoreException)
            {
                failure = e;
            }

            // Progress earns patience: only tries in a row that bring nothing count.
            if (store.Progress(blob.Sha256).Offset > before)
                attempt = 0;
            if (attempt >= options.BlobTries)
                throw new LinkDownException($"Blob {blob.Sha256} ({blob.Name}) broke off {attempt} times: {failure?.Message ?? "the edge ended early"}", failure);
            await Task.Delay(Pause * Math.Max(1, attempt), time, cancel);
        }
    }

    private async Task<bool> FetchOnceAsync(BlobInfo blob, CancellationToken cancel)
    {
        var offset = store.Progress(blob.Sha256).Offset;
        // All of it came before this process died, and only its check and its name are missing.
        if (offset >= blob.Length)
            return (await store.WriteAsync(blob.Sha256, blob.Length, offset, Stream.Null, cancel)).Complete;
        using var call = client.DownloadBlob(cancellationToken: cancel);
        await SayAsync(new BlobQuery { Sha256 = blob.Sha256, Offset = offset });
        if (!acknowledges())
            await call.RequestStream.CompleteAsync();
        var chunks = call.ResponseStream;
        if (!await chunks.MoveNext(cancel))
            return false;
        await using var part = new ChunkStream(chunks.Current, NextAsync);
        return (await store.WriteAsync(blob.Sha256, blob.Length, offset, part, cancel)).Complete;

        async Task<BlobChunk?> NextAsync()
        {
            if (chunks.Current is { Acknowledge: true } stored)
                await SayAsync(new BlobQuery { Offset = stored.Offset + stored.Data.Length });
            return await chunks.MoveNext(cancel) ? chunks.Current : null;
        }

        async Task SayAsync(BlobQuery query)
        {
            try
            {
                await call.RequestStream.WriteAsync(query, cancel);
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException or IOException)
            {
                // A write fails when the call has ended; what is read next says why.
            }
        }
    }
}
