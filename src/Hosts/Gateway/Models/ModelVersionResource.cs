using EdgeActors.Messages.Models;

namespace EdgeActors.Gateway.Models;

/// <param name="Accuracy">As measured, 0 to 1; absent where nothing was measured.</param>
public sealed record ModelVersionResource(string Version, string Task, string ManifestSha256, long Bytes, double? Accuracy)
{
    public static ModelVersionResource Of(ModelVersion version) =>
        new(version.Version, version.Task, version.ManifestSha256, version.Files.Sum(file => file.Length), version.Accuracy);
}
