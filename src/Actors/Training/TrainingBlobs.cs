using EdgeActors.Actors.Blobs;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Actors.Training;

/// <summary>Blobs that the journal names: this host's store holds them before an event does.</summary>
public sealed class TrainingBlobs(IBlobArchive archive)
{
    /// <summary>Update, sum, weights: bytes whose meaning the event gives.</summary>
    public const string MediaType = "application/vnd.edgeactors.training";

    /// <exception cref="BlobUnavailableException">Nobody has the blob.</exception>
    public async Task<byte[]> ReadAsync(BlobRef blob, CancellationToken cancellation) =>
        await File.ReadAllBytesAsync(await archive.FetchAsync(blob, cancellation), cancellation);

    /// <summary>Fetches a blob for good: the reference given back names this host.</summary>
    /// <exception cref="BlobUnavailableException">Nobody has the blob.</exception>
    public Task<BlobRef> TakeAsync(BlobRef blob, string holder, CancellationToken cancellation) => archive.HoldAsync(blob, holder, cancellation);

    /// <summary>As this host gives it: an event may have been written by a host that is gone, or was elsewhere.</summary>
    public BlobRef Here(BlobRef blob) => archive.Here(blob);

    /// <inheritdoc cref="Here(BlobRef)"/>
    public RoundOrder Here(RoundOrder order) => order with
    {
        Graph = Here(order.Graph),
        Model = Here(order.Model),
        Difference = order.Difference is { } difference ? Here(difference) : null,
        Control = order.Control is { } control ? Here(control) : null,
    };

    /// <inheritdoc cref="Here(BlobRef)"/>
    public RunView Here(RunView view) => view with { Graph = Here(view.Graph), Model = Here(view.Model) };

    public async Task<BlobRef> KeepAsync(byte[] bytes, string name, string holder, CancellationToken cancellation) =>
        await TakeAsync(await archive.AddAsync(bytes, MediaType, name, cancellation), holder, cancellation);

    /// <summary>Holds again what the journal names, where it is here. What is missing shows when it is needed: a replay names the event.</summary>
    public Task HoldAsync(IEnumerable<HeldBlob> blobs, CancellationToken cancellation) =>
        EachAsync(blobs, held => archive.HoldAsync(held.Blob with { Uri = null }, held.Holder, cancellation));

    /// <summary>Lets go of what a durable event has made useless. What a crash or a broken disk keeps from going goes after the next start.</summary>
    public Task ReleaseAsync(IEnumerable<HeldBlob> blobs, CancellationToken cancellation) =>
        EachAsync(blobs, held => archive.ReleaseAsync(held.Blob, held.Holder, cancellation));

    private static async Task EachAsync(IEnumerable<HeldBlob> blobs, Func<HeldBlob, Task> act)
    {
        foreach (var held in blobs)
        {
            try
            {
                await act(held);
            }
            catch (Exception failure) when (failure is BlobUnavailableException or IOException or UnauthorizedAccessException)
            {
                // As each of the two says.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
