using System.Collections.Concurrent;
using System.Security.Cryptography;
using EdgeActors.Actors.Blobs;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

internal sealed class BlobsInMemory : IBlobExchange
{
    public ConcurrentDictionary<string, byte[]> Held { get; } = new();

    public Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        Held[sha256] = bytes.ToArray();
        return Task.FromResult(new BlobRef(sha256, bytes.Length, mediaType, name, new Uri($"https://127.0.0.1:1/blobs/{sha256}")));
    }

    public async Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation) =>
        await AddAsync(await File.ReadAllBytesAsync(path, cancellation), mediaType, Path.GetFileName(path), cancellation);

    /// <summary>What another host holds: the file of a digest.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new();

    public Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation) => Task.FromResult(Files[blob.Sha256]);
}
