using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Messages.Link;
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

    /// <exception cref="RpcException">This edge does not hold it, or it has no such offset.</exception>
    public static async Task<FileStream> OpenAsync(BlobStore store, BlobQuery query, CancellationToken cancel)
    {
        var path = await Guard(async () => await store.FindAsync(query.Sha256, cancel))
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"This edge does not hold blob {query.Sha256}."));
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        if (query.Offset >= 0 && query.Offset <= file.Length)
        {
            file.Position = query.Offset;
            return file;
        }
        var length = file.Length;
        await file.DisposeAsync();
        throw new RpcException(new Status(StatusCode.OutOfRange, $"Blob {query.Sha256} has {length} bytes; {query.Offset} is not among them."));
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
