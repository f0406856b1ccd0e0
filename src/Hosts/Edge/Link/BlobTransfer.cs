using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>Blobs over the link, resumed by digest and offset in both directions.</summary>
internal static class BlobTransfer
{
    public static Task<BlobStatus> StatusAsync(BlobStore store, BlobQuery query) => Guard(() => Task.FromResult(Status(query.Sha256, store.Progress(query.Sha256))));

    public static async Task<BlobStatus> ReceiveAsync(BlobStore store, IAsyncStreamReader<BlobChunk> chunks, LinkLimits limits, TimeProvider time, CancellationToken cancel)
    {
        using var silence = new SilenceGuard(limits.Silence, time, cancel);
        if (!await silence.NextAsync(chunks) || chunks.Current.Info is not { } info)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first chunk must say which blob it is."));
        await using var part = new ChunkStream(chunks.Current, async () => await silence.NextAsync(chunks) ? chunks.Current : null);
        return await Guard(async () => Status(info.Sha256, await store.WriteAsync(info.Sha256, info.Length, chunks.Current.Offset, part, cancel)));
    }

    /// <param name="turn">Awaited before each chunk, with the time that the one before it took, and held while it is sent: what matters more passes first.</param>
    public static async Task SendAsync(
        BlobStore store, BlobQuery query, IServerStreamWriter<BlobChunk> chunks, Func<TimeSpan, CancellationToken, Task<IDisposable>> turn, LinkLimits limits, TimeProvider time, CancellationToken cancel)
    {
        var path = await Guard(async () => await store.FindAsync(query.Sha256, cancel))
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"This edge does not hold blob {query.Sha256}."));
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        if (query.Offset < 0 || query.Offset > file.Length)
            throw new RpcException(new Status(StatusCode.OutOfRange, $"Blob {query.Sha256} has {file.Length} bytes; {query.Offset} is not among them."));
        file.Position = query.Offset;
        var info = new BlobInfo { Sha256 = query.Sha256, Length = file.Length };
        var buffer = new byte[limits.ChunkBytes];
        var took = TimeSpan.Zero;
        do
        {
            var offset = file.Position;
            var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            var chunk = new BlobChunk { Info = info, Offset = offset, Data = ByteString.CopyFrom(buffer, 0, read) };
            using (await turn(took, cancel))
            {
                var started = time.GetTimestamp();
                try
                {
                    await chunks.WriteAsync(chunk, cancel).WaitAsync(limits.Silence, time, cancel);
                }
                catch (TimeoutException)
                {
                    throw new RpcException(new Status(StatusCode.DeadlineExceeded, $"The device has read nothing for {limits.Silence.TotalSeconds:0.#} s; resume at {offset}."));
                }
                took = time.GetElapsedTime(started);
            }
            info = null;
        }
        while (file.Position < file.Length);
    }

    private static BlobStatus Status(string sha256, BlobProgress progress) => new() { Sha256 = sha256, Offset = progress.Offset, Complete = progress.Complete };

    private static async Task<T> Guard<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BlobStoreException e)
        {
            throw new RpcException(new Status(e.Fault switch
            {
                BlobFault.Digest => StatusCode.DataLoss,
                BlobFault.Offset => StatusCode.OutOfRange,
                BlobFault.TooLarge => StatusCode.ResourceExhausted,
                _ => StatusCode.InvalidArgument,
            }, e.Message));
        }
    }
}
