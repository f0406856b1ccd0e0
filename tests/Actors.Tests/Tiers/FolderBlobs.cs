using System.Collections.Concurrent;
using EdgeActors.Actors.Blobs;
using EdgeActors.Inference;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Tests.Tiers;

/// <summary>One host's blobs, by digest, without a network.</summary>
internal sealed class FolderBlobs : IBlobExchange
{
    private readonly ConcurrentDictionary<string, string> _paths = [];

    /// <summary>Why nothing can be added; null while all is well.</summary>
    public string? Broken { get; init; }

    public string PathOf(string sha256) => _paths.GetValueOrDefault(sha256) ?? throw new BlobUnavailableException($"No blob {sha256}.");

    public Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation)
    {
        if (Broken is { } reason)
            return Task.FromException<BlobRef>(new BlobUnavailableException(reason));
        var sha256 = Sha256Digest.OfFile(path);
        _paths[sha256] = path;
        return Task.FromResult(new BlobRef(sha256, new FileInfo(path).Length, mediaType, Path.GetFileName(path), null));
    }

    public async Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, bytes, cancellation);
        return await AddFileAsync(path, mediaType, cancellation);
    }

    public Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation) => Task.FromResult(PathOf(blob.Sha256));
}
