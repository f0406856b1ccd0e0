using Akka.Actor;
using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Training;
using EdgeActors.Device.Link;
using EdgeActors.Device.Training;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Inference.Bundles;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Planning;

namespace EdgeActors.Device;

/// <summary>
/// The devices that this process stands for. Each has a certificate, a cache, an agent and a link of its own. Ready when every
/// device has reached its edge, or has tried for long enough that it must do alone.
/// </summary>
public sealed class LocalDevices(
    SettingValues settings, HostFolders folders, IReadOnlyDictionary<DeviceId, HostCertificate> certificates, ModelStore? models, IPlanner planner, TimeProvider time, ILoggerFactory logs)
    : IReadinessCheck, IAsyncDisposable
{
    /// <summary>A device without a link is still of use to the programs on it.</summary>
    private static readonly TimeSpan AloneAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Bundles and pictures that came over the link.</summary>
    private const long CacheBytes = 2_000_000_000;

    private readonly Dictionary<DeviceId, LocalDevice> _devices = [];
    private long _started;

    public string Name => "link";

    public IReadOnlyCollection<LocalDevice> All => _devices.Values;

    /// <summary>Null where this process does not stand for that device; the only one where none is named.</summary>
    public LocalDevice? Find(string? id) => id is null
        ? _devices.Count == 1 ? _devices.Values.Single() : null
        : Identifier.IsValid(id) ? _devices.GetValueOrDefault(new DeviceId(id)) : null;

    /// <summary>Starts every device on the given system, then dials.</summary>
    public void Start(ActorSystem system, IActorRef partitions)
    {
        _started = time.GetTimestamp();
        foreach (var (id, certificate) in certificates)
            _devices[id] = Start(system, partitions, id, certificate);
        foreach (var device in _devices.Values)
            device.Link.Start();
    }

    public async Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        if (_devices.Count == 0)
            return "no device has been started";
        var statuses = await Task.WhenAll(_devices.Values.Select(device => device.Agent.Ask<AgentSeam.AgentStatus>(new AgentSeam.GetStatus(), Patience, cancel)));
        return statuses.FirstOrDefault(status => status.Link is null) is { } away && time.GetElapsedTime(_started) < AloneAfter
            ? $"{away.Device} has not reached its edge yet"
            : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in _devices.Values)
            await device.Link.DisposeAsync();
    }

    private LocalDevice Start(ActorSystem system, IActorRef partitions, DeviceId id, HostCertificate certificate)
    {
        var root = Path.Combine(folders.Root, id.Value);
        var library = new BundleLibrary(new BundleCache(Path.Combine(root, "bundles"), CacheBytes));
        if (models is not null)
            new BundleLoader(library, logs.CreateLogger<BundleLoader>()).Load(models);
        var shaper = Shaper();
        var link = new DeviceLinkOptions(settings.Get(DeviceSettings.Edge));
        var agent = ActorRefs.Nobody as IActorRef;
        var grpc = new GrpcDeviceLink(
            link, certificate.With("edge"), shaper, new BlobStore(Path.Combine(root, "blobs"), CacheBytes, time), message => agent.Tell(message),
            new Backoff(link.FirstRetry, link.LongestRetry, HashCode.Combine(id, Environment.ProcessId)), time, logs.CreateLogger<GrpcDeviceLink>());
        var data = TrainingData.Open(settings, id);
        var training = data is null ? ActorRefs.Nobody : system.ActorOf(
            DeviceTrainingActor.Props(id, new DeviceTrainingLink(id, grpc, system, time), data.Training, new TrainingFolder(Path.Combine(root, "training"))), $"training-{id}");
        // The link tells nobody before it is started, and that is after the agent.
        agent = system.StartDeviceAgent(
            id, Options(id, root) with { DataSets = data is null ? [] : [data.Offer] }, new AgentServices(grpc, library, partitions, planner, training, time));
        return new LocalDevice(id, agent, training, grpc, shaper);
    }

    private AgentOptions Options(DeviceId id, string root) => new(
        Pictures(id, root),
        new DevicePolicy(settings.Get(DeviceSettings.FeaturesOnly), MaxHeadMemoryBytes: 0),
        [],
        settings.Get(DeviceSettings.Slowdown));

    /// <summary>The device's own sub-folder of the pictures, else the pictures, else an empty folder of the device.</summary>
    private string Pictures(DeviceId id, string root)
    {
        var pictures = settings.Get(DeviceSettings.Pictures);
        if (pictures.Length == 0)
            return Path.Combine(root, "pictures");
        if (!Directory.Exists(pictures))
            throw new SettingException(DeviceSettings.Pictures, pictures, "a folder that exists, or nothing");
        return Path.Combine(pictures, id.Value) is var own && Directory.Exists(own) ? own : pictures;
    }

    private LinkShaper? Shaper()
    {
        var shape = new LinkShape(settings.Get(DeviceSettings.LinkUp), settings.Get(DeviceSettings.LinkDown), settings.Get(DeviceSettings.LinkRtt));
        return shape.IsOpen && !settings.Get(DeviceSettings.LinkShaping) ? null : new LinkShaper(shape, time);
    }
}
