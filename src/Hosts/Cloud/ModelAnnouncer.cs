using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Planning;
using EdgeActors.Actors.Registry;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Inference;
using EdgeActors.Inference.Bundles;
using EdgeActors.Messages;
using EdgeActors.Messages.Models;

namespace EdgeActors.Cloud;

/// <summary>
/// Tells the registry which models this host has, with references under which other hosts fetch their files. Looks again now and
/// then, so that a model that was trained or copied in is found without a restart; a damaged one is reported and left out. Ready once the
/// planner of this host reckons with all of them: a request that comes the moment the host is ready finds its model.
/// </summary>
internal sealed partial class ModelAnnouncer(ModelStore store, IBlobExchange blobs, IReadOnlyActorRegistry registry, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ModelAnnouncer> log)
    : BackgroundService, IReadinessCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _announced = [];
    private readonly HashSet<string> _complained = [];
    private volatile bool _planned;

    public string Name => "models";

    public Task<string?> WhyNotAsync(CancellationToken cancel) => Task.FromResult(_planned ? null : "the models of this host are being announced");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ListeningAsync(stoppingToken);
        var models = await registry.GetAsync<ModelRegistryActor>(stoppingToken);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var before = _announced.Count;
            foreach (var name in store.Names)
                await AnnounceAsync(models, name, stoppingToken);
            if (!_planned || _announced.Count > before)
                _planned = await TellPlannerAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>What is announced names the port of this host, which the system may give it only when it listens.</summary>
    private async Task ListeningAsync(CancellationToken cancel)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (lifetime.ApplicationStarted.Register(started.SetResult))
            await started.Task.WaitAsync(cancel);
    }

    private async Task<bool> TellPlannerAsync(CancellationToken cancel)
    {
        try
        {
            var planner = await registry.GetAsync<PlannerActor>(cancel);
            await planner.Ask<PlannerMessages.ModelsLearned>(PlannerMessages.LearnModels.Instance, Patience * 2, cancel);
            return true;
        }
        catch (AskTimeoutException)
        {
            // It asks by itself every few seconds, and this tells it again.
            return false;
        }
    }

    private async Task AnnounceAsync(IActorRef models, string name, CancellationToken cancel)
    {
        try
        {
            var model = store.Open(name);
            var manifest = Path.Combine(model.Folder, ModelManifest.FileName);
            var digest = Sha256Digest.OfFile(manifest);
            if (_announced.Contains(digest))
                return;
            var files = new List<BlobRef>();
            foreach (var file in (string[])[manifest, .. model.Manifest.AllFiles.Select(file => Path.Combine(model.Folder, file.Name)), .. Bundles(model)])
                files.Add(await blobs.AddFileAsync(file, "application/octet-stream", cancel));
            var version = new ModelVersion(new ModelName(name), model.Manifest.Version, model.Manifest.Task, digest, files.ToValueArray(), Accuracy(model.Manifest));
            await TellAsync(models, version, cancel);
            _announced.Add(digest);
        }
        // A file that is just being copied in is read again at the next look.
        catch (Exception e) when (e is ModelException or BlobStoreException or IOException or UnauthorizedAccessException)
        {
            if (_complained.Add(e.Message))
                LogDamaged(name, e.Message);
        }
        catch (AskTimeoutException)
        {
            LogNoRegistry(name);
        }
    }

    private async Task TellAsync(IActorRef models, ModelVersion version, CancellationToken cancel)
    {
        switch (await models.Ask<IModelMessage>(new ModelCommands.AnnounceModel(version), Patience, cancel))
        {
            case ModelReplies.ModelRefused refused:
                LogRefused(version.Model.Value, version.Version, refused.Failure.Reason);
                break;
            default:
                LogAnnounced(version.Model.Value, version.Version, version.Task);
                break;
        }
    }

    /// <summary>The published bundle, where there is one: edges then need not measure the codecs themselves.</summary>
    private static IEnumerable<string> Bundles(StoredModel model) => new[] { Path.Combine(model.Folder, BundleFiles.Published) }.Where(File.Exists);

    /// <summary>The first share that was measured, 0 to 1.</summary>
    private static double? Accuracy(ModelManifest manifest) =>
        manifest.Accuracy.FirstOrDefault(measured => measured.Metric is "top-1" or "exact-match")?.Value / 100;

    [LoggerMessage(LogLevel.Information, "Model {Model} {Version} ({Task}) is announced")]
    private partial void LogAnnounced(string model, string version, string task);

    [LoggerMessage(LogLevel.Error, "Model {Model} is left out: {Reason}")]
    private partial void LogDamaged(string model, string reason);

    [LoggerMessage(LogLevel.Error, "The registry refuses model {Model} {Version}: {Reason}")]
    private partial void LogRefused(string model, string version, string reason);

    [LoggerMessage(LogLevel.Warning, "The registry does not answer; model {Model} is announced again soon")]
    private partial void LogNoRegistry(string model);
}
