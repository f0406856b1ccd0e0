using EdgeActors.Actors.Agents;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Device.Link;

/// <summary>Uploads a blob into the edge's store, going on after every break from the byte that the edge says it has.</summary>
internal static class BlobUpload
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <exception cref="LinkDownException">The link broke too often, or the edge refuses the blob.</exception>
    public static async Task SendAsync(
        DeviceLink.DeviceLinkClient client, BlobInfo blob, ReadOnlyMemory<byte> bytes, DeviceLinkOptions options, TimeProvider time, CancellationToken cancel)
    {
        var had = 0L;
        for (var attempt = 1; ; attempt++)
        {
            Exception? failure = null;
            try
            {
                var status = await client.GetBlobStatusAsync(new BlobQuery { Sha256 = blob.Sha256 }, cancellationToken: cancel);
                if (status.Complete)
                    return;
                // Progress earns patience: only tries in a row that bring nothing count.
                if (status.Offset > had)
                    attempt = 1;
                had = status.Offset;
                if ((await SendOnceAsync(client, blob, bytes, had, options.ChunkBytes, cancel)).Complete)
                    return;
            }
            catch (RpcException e) when (cancel.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Status.Detail, e, cancel);
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.InvalidArgument or StatusCode.PermissionDenied or StatusCode.ResourceExhausted)
            {
                throw new LinkDownException($"The edge refuses blob {blob.Sha256} ({blob.Name}): {e.Status.Detail}", e);
            }
            catch (Exception e) when (e is RpcException or IOException or InvalidOperationException)
            {
                failure = e;
            }

            if (attempt >= options.BlobTries)
                throw new LinkDownException($"Blob {blob.Sha256} ({blob.Name}) broke off {attempt} times: {failure?.Message ?? "the edge ended early"}", failure);
            await Task.Delay(Pause * attempt, time, cancel);
        }
    }

    private static async Task<BlobStatus> SendOnceAsync(
        DeviceLink.DeviceLinkClient client, BlobInfo blob, ReadOnlyMemory<byte> bytes, long offset, int chunkBytes, CancellationToken cancel)
    {
        using var call = client.UploadBlob(cancellationToken: cancel);
        BlobInfo? info = blob;
        for (var at = (int)offset; info is not null || at < bytes.Length; at += chunkBytes)
        {
            var part = bytes.Slice(at, Math.Min(chunkBytes, bytes.Length - at));
            await call.RequestStream.WriteAsync(new BlobChunk { Info = info, Offset = at, Data = UnsafeByteOperations.UnsafeWrap(part) }, cancel);
            info = null;
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
