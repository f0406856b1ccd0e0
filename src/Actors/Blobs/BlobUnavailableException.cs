namespace EdgeActors.Actors.Blobs;

/// <summary>A blob that a message names cannot be had; the message says which one and from where.</summary>
public sealed class BlobUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
