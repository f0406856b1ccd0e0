using EdgeActors.Messages;

namespace EdgeActors.Actors.Training;

/// <summary>A blob that the journal names, and what it is kept for: what lets go of it later lets go of nothing else.</summary>
public sealed record HeldBlob(BlobRef Blob, string Holder);
