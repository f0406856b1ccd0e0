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

    /// <summary>Pins again what the journal names: a store forgets pins when its process ends. What is missing shows when it is needed.</summary>
    public async Task PinAsync(IEnumerable<BlobRef> blobs, CancellationToken cancellation)
    {
        foreach (var blob in blobs)
        {
            try
            {
                await exchange.AddFileAsync(await exchange.FetchAsync(blob with { Uri = null }, cancellation), blob.MediaType, cancellation);
            }
            catch (Exception missing) when (missing is BlobUnavailableException or IOException)
            {
                // Told by whoever reads it: a replay names the event.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public async Task<BlobRef> KeepAsync(byte[] bytes, string name, CancellationToken cancellation)
    {
        var added = await exchange.AddAsync(bytes, MediaType, name, cancellation);
        var pinned = await exchange.AddFileAsync(await exchange.FetchAsync(added, cancellation), MediaType, cancellation);
        return pinned with { Name = name };
    }
}
