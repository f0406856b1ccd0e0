using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Planning;
using EdgeActors.Actors.Registry;
using EdgeActors.Actors.Requests;
using EdgeActors.Actors.Training;
using EdgeActors.Cloud.Training;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Hosts.Common.Persistence;
using EdgeActors.Hosts.Common.Planning;

namespace EdgeActors.Cloud;

/// <summary>The cloud: planner, requests, training runs and rounds, model registry; it owns the journal.</summary>
public static class CloudHost
{
    public static HostDefinition Definition { get; } = new()
    {
        Tier = "cloud",
        Summary = "EdgeActors cloud host: plans requests, trains, keeps the journal.",
        Settings = CloudSettings.All,
        Hocon = ["cloud", "tls", "cluster", "common"],
        Configure = Configure,
        Examinations = [CertificateExamination.For(), ModelExamination.For(CloudSettings.Models)],
        Map = static app => app.MapBlobs(),
    };

    private static void Configure(HostBuild build)
    {
        var settings = build.Settings;
        var crash = CrashSettings.Crash(settings);
        var tls = MemberTls.Of(build.OwnCertificate(settings.Get(ClusterSettings.RemoteHost)));
        build.AddBlobs(tls, crash);
        build.Services.AddPlanner(settings);
        build.Services.AddSingleton<IReadinessCheck, RequestCanary>();
        if (ModelFolder.Open(settings, CloudSettings.Models) is { } models)
        {
            build.Services.AddSingleton(models);
            build.Services.AddSingleton<ModelAnnouncer>();
            build.Services.AddSingleton<IReadinessCheck>(services => services.GetRequiredService<ModelAnnouncer>());
            build.Services.AddHostedService(services => services.GetRequiredService<ModelAnnouncer>());
        }

        build.AddClusterMember(tls, (akka, services) => AddActors(akka, settings, crash, services.GetRequiredService<IBlobArchive>()), build.OpenJournal());
    }

    /// <summary>In the order in which they need each other.</summary>
    private static void AddActors(AkkaConfigurationBuilder akka, SettingValues settings, DeliberateCrash? crash, IBlobArchive blobs)
    {
        akka.AddJournal(settings, crash);
        akka.WithEdgeMessages()
            .AddModelRegistry()
            .AddPlannerActor()
            .AddDeviceProxy()
            .AddDeviceDirectoryProxy()
            .AddTraining(blobs, new BuiltInEvaluator())
            .AddRequestActor();
    }
}
