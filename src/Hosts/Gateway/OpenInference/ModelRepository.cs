using System.Collections.Concurrent;
using Akka.Actor;
using EdgeActors.Actors.Blobs;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Sessions;
using EdgeActors.Inference.Tasks;
using EdgeActors.Messages.Models;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// The models that can be called by name: those of the registry in their stable version, fetched by digest and opened when they are first
/// asked for, and two of the gateway's own.
/// </summary>
internal sealed class ModelRepository(GatewayActors actors, IBlobExchange blobs, PlannedModel planned, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private volatile Registered? _registered;
    private readonly ConcurrentDictionary<(string Name, string ManifestSha256), Lazy<Task<ServedModel>>> _open = new();
    private readonly ConcurrentDictionary<string, bool> _unloaded = new(StringComparer.Ordinal);
    private readonly Lazy<OnnxModel> _simple = new(SimpleModel.Create);

    /// <summary>By name; the registry's after the gateway's own.</summary>
    public async Task<IReadOnlyList<(string Name, string Version, bool Ready)>> IndexAsync(CancellationToken cancel) =>
    [
        (planned.Name, planned.Version, IsLoaded(planned.Name)),
        (SimpleModel.Name, "1", IsLoaded(SimpleModel.Name)),
        .. (await RegisteredAsync(cancel)).Select(version => (version.Model.Value, version.Version, IsLoaded(version.Model.Value))),
    ];

    /// <exception cref="InferenceProblem">There is no such model or version, it is unloaded, or its files can't be had.</exception>
    public async Task<ServedModel> FindAsync(string name, string? version, CancellationToken cancel)
    {
        var model = await FindByNameAsync(name, cancel);
        if (version is { } && version != model.Version)
            throw InferenceProblem.Invalid($"Request for unknown model: '{name}' version {version} is not found, it is served in version {model.Version}");
        return IsLoaded(name) ? model : throw InferenceProblem.Invalid($"Request for unknown model: '{name}' is unloaded");
    }

    /// <summary>Those that are loaded and have been asked for, or are the gateway's own: what there can be figures of.</summary>
    public async Task<IReadOnlyList<ServedModel>> OpenedAsync(CancellationToken cancel)
    {
        var opened = new List<ServedModel>();
        foreach (var (name, _, _) in (await IndexAsync(cancel)).Where(model => model.Ready))
            if (name == planned.Name || name == SimpleModel.Name || _open.Keys.Any(known => known.Name == name))
                opened.Add(await FindByNameAsync(name, cancel));
        return opened;
    }

    public async Task LoadAsync(string name, CancellationToken cancel)
    {
        await FindByNameAsync(name, cancel);
        _unloaded.TryRemove(name, out _);
    }

    public async Task UnloadAsync(string name, CancellationToken cancel)
    {
        if ((await IndexAsync(cancel)).All(known => known.Name != name))
            throw Unknown(name);
        _unloaded[name] = true;
    }

    public void Dispose()
    {
        if (_simple.IsValueCreated)
            _simple.Value.Dispose();
        foreach (var model in _open.Values.Where(model => model.IsValueCreated && model.Value.IsCompletedSuccessfully))
            (model.Value.Result as IDisposable)?.Dispose();
    }

    private bool IsLoaded(string name) => !_unloaded.ContainsKey(name);

    private async Task<ServedModel> FindByNameAsync(string name, CancellationToken cancel)
    {
        if (name == planned.Name)
            return planned;
        if (name == SimpleModel.Name)
            return _simple.Value;
        var version = (await RegisteredAsync(cancel)).FirstOrDefault(known => known.Model.Value == name) ?? throw Unknown(name);
        var key = (name, version.ManifestSha256);
        try
        {
            // Not the caller's token: the next caller waits for the same opening.
            return await _open.GetOrAdd(key, _ => new(() => OpenAsync(version))).Value.WaitAsync(cancel);
        }
        catch (Exception e) when (e is InferenceException or BlobUnavailableException or IOException)
        {
            _open.TryRemove(key, out _);
            throw new InferenceProblem(StatusCodes.Status503ServiceUnavailable, $"model '{name}' can't be opened: {e.Message}");
        }
    }

    private async Task<ServedModel> OpenAsync(ModelVersion version)
    {
        var manifest = ModelStore.ReadManifest(await blobs.FetchAsync(version.Files[0], CancellationToken.None));
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in manifest.AllFiles)
            paths[file.Sha256] = await blobs.FetchAsync(
                version.Files.FirstOrDefault(listed => listed.Sha256 == file.Sha256)
                    ?? throw new ModelException(ModelException.Missing, $"the registry lists no file {file.Name} of {version.Model} {version.Version}"),
                CancellationToken.None);
        var session = new PartitionSession(paths[manifest.File.Sha256]);
        try
        {
            return manifest.Text is null
                ? new OnnxModel(version.Model.Value, version.Version, session, manifest)
                : new WordedModel(version.Model.Value, version.Version, session, ModelTask.Open(manifest, file => paths[file.Sha256]), manifest);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>As the registry had it at most <see cref="Fresh"/> ago: asking it for every inference would cost more than a small model.</summary>
    private async Task<IReadOnlyList<ModelVersion>> RegisteredAsync(CancellationToken cancel)
    {
        if (_registered is { } known && time.GetElapsedTime(known.ReadAt) < Fresh)
            return known.Versions;
        var readAt = time.GetTimestamp();
        var catalogue = await actors.Models.Ask<ModelReplies.ModelCatalogue>(new ModelQueries.ListModels(), GatewayActors.AnswerWithin, cancel);
        IReadOnlyList<ModelVersion> versions = [.. catalogue.Models.Select(entry => entry.Find(ModelEntry.Stable)).OfType<ModelVersion>()];
        _registered = new(versions, readAt);
        return versions;
    }

    private sealed record Registered(IReadOnlyList<ModelVersion> Versions, long ReadAt);

    private static InferenceProblem Unknown(string name) => InferenceProblem.Invalid($"Request for unknown model: '{name}' is not found");
}
