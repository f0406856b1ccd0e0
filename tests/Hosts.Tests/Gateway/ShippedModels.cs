using EdgeActors.Hosts.Tests.Deployment;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Messages;
using EdgeActors.Messages.Models;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Models of the repository, as a cloud host announces them.</summary>
internal static class ShippedModels
{
    public static ModelEntry[] Announce(BlobsInMemory blobs, params string[] names) => [.. names.Select(name =>
    {
        var model = new ModelStore(Repository.File("models")).Open(name);
        string[] paths = [Path.Combine(model.Folder, ModelManifest.FileName), .. model.Manifest.AllFiles.Select(model.PathOf)];
        var files = paths.Select(path => Held(blobs, path)).ToList();
        return new ModelEntry(
            new(name), [new ModelVersion(new(name), model.Manifest.Version, model.Manifest.Task, files[0].Sha256, [.. files], null)],
            [new ModelAlias(ModelEntry.Stable, model.Manifest.Version)]);
    })];

    private static BlobRef Held(BlobsInMemory blobs, string path)
    {
        var sha256 = Sha256Digest.OfFile(path);
        blobs.Files[sha256] = path;
        return new(sha256, new FileInfo(path).Length, "application/octet-stream", Path.GetFileName(path), new Uri($"https://127.0.0.1:1/blobs/{sha256}"));
    }
}
