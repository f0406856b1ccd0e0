using EdgeActors.Actors.Blobs;
using EdgeActors.Messages;

namespace EdgeActors.Actors.Training;

/// <summary>Blobs that the journal names: they are pinned in this host's store before an event does.</summary>
public sealed class TrainingBlobs(IBlobExchange exchange)
{
    /// <summary>Update, sum, weights: bytes whose meaning the event gives.</summary>
    public const string MediaType = "application/vnd.edgeactors.training";

    /// <exception cref="BlobUnavailableException">Nobody has the blob.</exception>
    public async Task<byte[]> ReadAsync(BlobRef blob, CancellationToken cancellation) =>
        await File.ReadAllBytesAsync(await exchange.FetchAsync(blob, cancellation), cancellation);

    /// <summary>Fetches a blob for good: the reference given back names this host.</summary>
    public async Task<(BlobRef Kept, byte[] Bytes)> TakeAsync(BlobRef blob, CancellationToken cancellation)
    {
        var path = await exchange.FetchAsync(blob, cancellation);
        var kept = await exchange.AddFileAsync(path, blob.MediaType, cancellation);
        return (kept with { Name = blob.Name }, await File.ReadAllBytesAsync(path, cancellation));
    }

    public async Task<BlobRef> KeepAsync(byte[] bytes, string name, CancellationToken cancellation)
    {
        var added = await exchange.AddAsync(bytes, MediaType, name, cancellation);
        var pinned = await exchange.AddFileAsync(await exchange.FetchAsync(added, cancellation), MediaType, cancellation);
        return pinned with { Name = name };
    }
}
