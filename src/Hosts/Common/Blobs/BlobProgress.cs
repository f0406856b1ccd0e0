namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>How much of a blob a store holds.</summary>
/// <param name="Offset">Bytes that are safe on the disk: where the rest goes on.</param>
/// <param name="Complete">Whole, and its digest checked.</param>
public readonly record struct BlobProgress(long Offset, bool Complete);
