namespace EdgeActors.Messages.Models;

/// <summary>One version of one model, in full: its manifest says everything else.</summary>
/// <param name="Task">What it does, e.g. <c>image-classification</c>.</param>
/// <param name="ManifestSha256">Digest of the manifest; the same name and version never get another one.</param>
/// <param name="Files">The manifest first, then what it names.</param>
/// <param name="Accuracy">As measured, 0 to 1; null where nothing was measured.</param>
public sealed record ModelVersion(
    ModelName Model, string Version, string Task, string ManifestSha256, ValueArray<BlobRef> Files, double? Accuracy);
