using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Registry;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;
using EdgeActors.Messages.Models;

namespace EdgeActors.Edge;

/// <summary>
/// Sees that this edge can run what the registry calls stable: models of its own folder first, then those that it lacks, fetched
/// from the host that announced them. Ready once the own folder is loaded.
/// </summary>
internal sealed partial class ModelSupply(
    BundleLoader loader, BundleLibrary library, ModelStore? own, ModelStore fetched, IBlobExchange blobs, IReadOnlyActorRegistry registry, TimeProvider time, ILogger<ModelSupply> log)
    : BackgroundService, IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _complained = [];
    private volatile bool _ownLoaded;

    public string Name => "models";

    public Task<string?> WhyNotAsync(CancellationToken cancel) => Task.FromResult(_ownLoaded ? null : "the models of this edge are being cut");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Cutting is arithmetic and would hold up the start of everything else.
        await Task.Run(LoadOwn, stoppingToken);
        var models = await registry.GetAsync<ModelRegistryActor>(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await FollowRegistryAsync(models, stoppingToken);
            await Task.Run(ProfileNew, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void LoadOwn()
    {
        if (own is not null)
        {
            loader.Load(own);
            foreach (var name in own.Names)
                if (Path.Combine(own.Folder, name, ModelManifest.FileName) is var manifest && File.Exists(manifest))
                    _known.Add(Sha256Digest.OfFile(manifest));
        }

        _ownLoaded = true;
    }

    /// <summary>Splits are chosen by what this edge's tails take; until they have been timed, by a guess.</summary>
    private void ProfileNew()
    {
        foreach (var bundle in library.Bundles.Where(bundle => library.ProfilesOf(bundle).Count == 0))
        {
            try
            {
                library.Profile(bundle, new PartitionProfiler(bundle, library.Cache, time).OfEdge());
            }
            // Its files have been dropped from the cache, or do not run: no reason for the host to stop.
            catch (Exception e) when (e is InferenceException or IOException)
            {
                if (_complained.Add(bundle.Id))
                    LogNotTimed(bundle.Model, e.Message);
            }
        }
    }

    private async Task FollowRegistryAsync(IActorRef models, CancellationToken cancel)
    {
        try
        {
            var catalogue = await models.Ask<ModelReplies.ModelCatalogue>(new ModelQueries.ListModels(), Patience, cancel);
            foreach (var entry in catalogue.Models)
                if (entry.Find(ModelEntry.Stable) is { } version && !_known.Contains(version.ManifestSha256))
                    await FetchAsync(version, cancel);
        }
        catch (AskTimeoutException)
        {
            // No cloud host now: what is loaded goes on working, and this asks again.
        }
    }

    private async Task FetchAsync(ModelVersion version, CancellationToken cancel)
    {
        try
        {
            var home = Directory.CreateDirectory(Path.Combine(fetched.Folder, version.Model.Value)).FullName;
            // The manifest last: a folder without one is not a model yet.
            foreach (var file in version.Files.Reverse())
                File.Copy(await blobs.FetchAsync(file, cancel), Path.Combine(home, Path.GetFileName(file.Name)), overwrite: true);
            await Task.Run(() => loader.Load(fetched), cancel);
            _known.Add(version.ManifestSha256);
        }
        catch (Exception e) when (e is BlobUnavailableException or IOException)
        {
            LogNotFetched(version.Model.Value, version.Version, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Model {Model} {Version} can't be fetched yet: {Reason}")]
    private partial void LogNotFetched(string model, string version, string reason);

    [LoggerMessage(LogLevel.Warning, "Model {Model} can't be timed, so its splits are chosen by a guess: {Reason}")]
    private partial void LogNotTimed(string model, string reason);
}
