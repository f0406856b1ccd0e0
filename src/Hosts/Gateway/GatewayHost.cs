using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Registry;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Training;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Registration;

namespace EdgeActors.Gateway;

/// <summary>The gateway: REST, events and the page over sharding proxies. Nothing lives here but uploads on their way to the blob store.</summary>
public static class GatewayHost
{
    public static HostDefinition Definition { get; } = new()
    {
        Tier = "gateway",
        Summary = "EdgeActors gateway host: the REST API, the events of requests, and the page at /.",
        Settings = GatewaySettings.All,
        Hocon = ["gateway", "tls", "cluster", "common"],
        Configure = Configure,
        Examinations = [CertificateExamination.For(), KeyExamination.LookAsync],
        Map = Map,
    };

    private static void Configure(HostBuild build)
    {
        var tls = MemberTls.Of(build.OwnCertificate(build.Settings.Get(ClusterSettings.RemoteHost), build.Settings.Get(ClusterSettings.BlobsPublicHost)));
        build.AddBlobs(tls);
        build.AddClusterMember(tls, (akka, _) => akka
            .WithEdgeMessages()
            .AddRequestProxy()
            .AddDeviceProxy()
            .AddDeviceDirectoryProxy()
            .AddModelRegistryProxy()
            .AddTrainingProxy());
        // Built, the files of the page lie where the packages are; published, in wwwroot.
        build.Web.WebHost.UseStaticWebAssets();
        build.Services.AddSingleton(Actors);
        build.Services.AddSingleton<IMemberRegistrations>(services => new ClusterRegistrations(services.GetRequiredService<ActorSystem>()));
        build.Services.AddSingleton<IReadinessCheck, RequestCanary>();
        build.Services.AddGatewayApi(
            ApiLimits.Default with { MaxBodyBytes = build.Settings.Get(GatewaySettings.MaxBodyBytes) }, build.Settings.Get(GatewaySettings.MaxRequestsInFlight),
            build.Settings.Get(GatewaySettings.Access), GatewaySettings.KeysIn(build.Settings, build.Folders.Root), build.Folders.Root);
    }

    private static GatewayActors Actors(IServiceProvider services)
    {
        var registry = services.GetRequiredService<IReadOnlyActorRegistry>();
        return new(
            services.GetRequiredService<ActorSystem>(), registry.Get<RequestActor>(), registry.Get<DeviceActor>(), registry.Get<DeviceDirectoryActor>(),
            registry.Get<ModelRegistryActor>());
    }

    private static void Map(WebApplication app)
    {
        app.MapBlobs();
        app.MapGatewayApi();
    }
}
