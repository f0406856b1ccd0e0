using EdgeActors.Messages;

namespace EdgeActors.Actors.Blobs;

/// <summary>A host's store that also keeps blobs for good: as long as anybody holds one, through restarts and whatever the store is bounded to.</summary>
public interface IBlobArchive : IBlobExchange
{
    /// <summary>Keeps a blob for a holder, fetching it where it is not here. Again does no harm.</summary>
    /// <param name="holder">Who wants it, in words that can name a file.</param>
    /// <returns>The reference names this host.</returns>
    /// <exception cref="BlobUnavailableException">It cannot be had.</exception>
    Task<BlobRef> HoldAsync(BlobRef blob, string holder, CancellationToken cancellation);

    /// <summary>The same blob under this host's address, whoever had it when the reference was written down.</summary>
    BlobRef Here(BlobRef blob);

    /// <summary>The holder wants a blob no longer: its bytes go when nobody else does. Again does no harm.</summary>
    Task ReleaseAsync(BlobRef blob, string holder, CancellationToken cancellation);
}
