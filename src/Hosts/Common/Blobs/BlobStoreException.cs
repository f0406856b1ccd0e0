namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>Why a blob was not taken in.</summary>
public enum BlobFault
{
    /// <summary>The bytes are not those of the digest; what had been kept of them is gone, so start again at 0.</summary>
    Digest,

    /// <summary>The part does not start where the store stopped.</summary>
    Offset,

    /// <summary>More bytes than were announced, or than the store may hold.</summary>
    TooLarge,

    /// <summary>The digest is not one.</summary>
    Name,
}

/// <summary>A blob was not taken in.</summary>
public sealed class BlobStoreException(BlobFault fault, string message) : Exception(message)
{
    public BlobFault Fault { get; } = fault;
}
