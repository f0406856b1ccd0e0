using System.Collections.Concurrent;
using System.Text.Json;

namespace EdgeActors.Inference.Bundles;

/// <summary>
/// A folder of models, one folder each with a <c>manifest.json</c>. Nothing is handed out before its files have the digests that the
/// manifest promises; the check is done once per file and modification time.
/// </summary>
public sealed class ModelStore(string folder)
{
    private readonly ConcurrentDictionary<(string Path, DateTime WrittenAt, long Length), string> _digests = [];

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Names of the folders that hold a manifest, sorted. A damaged model is listed too: opening it says what is wrong.</summary>
    public IReadOnlyList<string> Names => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder)
            .Where(d => File.Exists(Path.Combine(d, ModelManifest.FileName)))
            .Select(d => Path.GetFileName(d)!)
            .Order(StringComparer.Ordinal)]
        : [];

    /// <exception cref="ModelException">Missing, not readable, or not the bytes its manifest names.</exception>
    public StoredModel Open(string name)
    {
        var home = ModelNames.IsValid(name) ? Path.Combine(Folder, name) : null;
        if (home is null || !File.Exists(Path.Combine(home, ModelManifest.FileName)))
            throw new ModelException(ModelException.Missing,
                $"There is no model '{name}' in {Folder}: it holds {(Names.Count == 0 ? "none" : string.Join(", ", Names))}.");

        var manifest = ReadManifest(Path.Combine(home, ModelManifest.FileName));
        if (manifest.Name != name)
            throw new ModelException(ModelException.ManifestInvalid, $"The manifest in {home} names '{manifest.Name}': rename the folder or the model.");
        foreach (var file in manifest.AllFiles) Check(home, file);
        return new StoredModel(manifest, home);
    }

    /// <exception cref="ModelException">Not JSON, a member missing, or a value that cannot be.</exception>
    public static ModelManifest ReadManifest(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<ModelManifest>(File.ReadAllBytes(path), ManifestJson.Readable)
                ?? throw new ModelException(ModelException.ManifestInvalid, $"{path} holds null instead of a manifest.");
            return manifest.Fault() is { } fault
                ? throw new ModelException(ModelException.ManifestInvalid, $"{path}: {fault}.")
                : manifest;
        }
        catch (JsonException e)
        {
            throw new ModelException(ModelException.ManifestInvalid, $"{path} is not a model manifest: {e.Message}", e);
        }
    }

    public static void WriteManifest(ModelManifest manifest, string path)
    {
        if (manifest.Fault() is { } fault) throw new ModelException(ModelException.ManifestInvalid, $"{path}: {fault}.");
        File.WriteAllText(path, JsonSerializer.Serialize(manifest, ManifestJson.Readable) + "\n");
    }

    private void Check(string home, ModelFile file)
    {
        var found = new FileInfo(Path.Combine(home, file.Name));
        if (!found.Exists)
            throw new ModelException(ModelException.Missing, $"{found.FullName} is missing: fetch the model again.");
        if (found.Length != file.Bytes)
            throw new ModelException(ModelException.DigestMismatch,
                $"{found.FullName} has {found.Length} bytes, its manifest says {file.Bytes}: fetch the model again.");
        var digest = _digests.GetOrAdd((found.FullName, found.LastWriteTimeUtc, found.Length), key => Sha256Digest.OfFile(key.Path));
        if (digest != file.Sha256)
            throw new ModelException(ModelException.DigestMismatch,
                $"{found.FullName} has the digest {digest}, its manifest says {file.Sha256}: fetch the model again.");
    }
}
