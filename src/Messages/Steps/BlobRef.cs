namespace EdgeActors.Messages;

/// <summary>Bytes by their digest. Messages carry this; the bytes are fetched from <paramref name="Uri"/> and checked.</summary>
/// <param name="Sha256">Lower-case hexadecimal, 64 characters.</param>
/// <param name="Uri">Where a host serves it (<c>/blobs/{sha}</c>); null where only the receiver's own store can have it.</param>
public sealed record BlobRef(string Sha256, long Length, string MediaType, string Name, Uri? Uri);
