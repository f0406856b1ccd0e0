using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Registry;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Sessions;
using EdgeActors.Actors.Training;
using EdgeActors.Edge.Link;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Inference.Bundles;

namespace EdgeActors.Edge;

/// <summary>An edge: the device link, device twins and their coordinators, tails of models.</summary>
public static class EdgeHost
{
    public static HostDefinition Definition { get; } = new()
    {
        Tier = "edge",
        Summary = "EdgeActors edge host: devices dial in here; the second half of a cut model runs here.",
        Settings = EdgeSettings.All,
        Hocon = ["edge", "tls", "cluster", "common"],
        Configure = Configure,
        Examinations = [CertificateExamination.For(), PortExamination.For(EdgeSettings.LinkBind, EdgeSettings.LinkPort), ModelExamination.For(EdgeSettings.Models)],
        Map = static app =>
        {
            app.MapBlobs();
            app.MapDeviceLink();
        },
    };

    private static void Configure(HostBuild build)
    {
        var settings = build.Settings;
        var certificate = build.OwnCertificate(settings.Get(ClusterSettings.RemoteHost), settings.Get(EdgeSettings.LinkHost));
        var tls = MemberTls.Of(certificate);
        build.AddBlobs(tls);
        AddModels(build);
        build.Services.AddSingleton<IReadinessCheck, RequestCanary>();
        build.Services.AddSingleton<IReadinessCheck, TwinCanary>();
        build.AddDeviceLink(certificate, (services, cancel) => services.GetRequiredService<IReadOnlyActorRegistry>().GetAsync<DeviceSessionsActor>(cancel));
        build.AddClusterMember(tls, (akka, services) => AddActors(akka, build.Name, services.GetRequiredService<IBlobExchange>()));
    }

    private static void AddModels(HostBuild build)
    {
        var own = ModelFolder.Open(build.Settings, EdgeSettings.Models);
        var fetched = new ModelStore(Path.Combine(build.Folders.Root, "models"));
        var cache = Path.Combine(build.Folders.Root, "bundles");
        var maxBytes = build.Settings.Get(ClusterSettings.BlobsMaxBytes);
        build.Services.AddSingleton(_ => new BundleLibrary(new BundleCache(cache, maxBytes)));
        build.Services.AddSingleton<BundleLoader>();
        build.Services.AddSingleton(services => new ModelSupply(
            services.GetRequiredService<BundleLoader>(), services.GetRequiredService<BundleLibrary>(), own, fetched, services.GetRequiredService<IBlobExchange>(), services.GetRequiredService<IReadOnlyActorRegistry>(),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<ModelSupply>>()));
        build.Services.AddSingleton<IReadinessCheck>(services => services.GetRequiredService<ModelSupply>());
        build.Services.AddHostedService(services => services.GetRequiredService<ModelSupply>());
    }

    /// <summary>In the order in which they need each other.</summary>
    private static void AddActors(AkkaConfigurationBuilder akka, string edge, IBlobExchange blobs) =>
        akka.WithEdgeMessages()
            .AddModelRegistryProxy()
            .AddRequestProxy()
            .AddPartitions()
            .AddDeviceDirectory()
            .AddTrainingProxy()
            .AddTrainingGate(blobs)
            .AddDeviceActor(edge, registry => registry.Get<TrainingGateActor>())
            .AddDeviceSessions(edge);
}
