using EdgeActors.Messages;

namespace EdgeActors.Actors.Blobs;

/// <summary>
/// Bytes by digest, as one host sees them: its own content-addressed store, and other hosts' over HTTP where a reference says so.
/// What it hands out has been checked against the digest.
/// </summary>
public interface IBlobExchange
{
    /// <summary>Puts a file into this host's store, so that peers and devices can fetch it. The reference names this host.</summary>
    Task<BlobRef> AddFileAsync(string path, string mediaType, CancellationToken cancellation);

    /// <inheritdoc cref="AddFileAsync"/>
    Task<BlobRef> AddAsync(ReadOnlyMemory<byte> bytes, string mediaType, string name, CancellationToken cancellation);

    /// <summary>Makes sure that this host's store holds the blob, fetching it where it does not, and gives its path there.</summary>
    /// <exception cref="BlobUnavailableException">Nobody has it, the peer does not answer, or the bytes are not those of the digest.</exception>
    Task<string> FetchAsync(BlobRef blob, CancellationToken cancellation);
}
