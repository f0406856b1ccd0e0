using System.Text.Json;

namespace EdgeActors.Inference.Bundles;

/// <summary>A model whose files have been checked against its manifest.</summary>
public sealed record StoredModel(ModelManifest Manifest, string Folder)
{
    public string Path => PathOf(Manifest.File);

    /// <summary>Digest of the manifest in canonical form; it covers every file, since the manifest holds their digests.</summary>
    public string ManifestDigest { get; } = Sha256Digest.Of(JsonSerializer.SerializeToUtf8Bytes(Manifest, ManifestJson.Canonical));

    public string PathOf(ModelFile file) => System.IO.Path.Combine(Folder, file.Name);
}
