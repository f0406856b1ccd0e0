using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Persistence;

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
        Map = static app => app.MapBlobs(),
    };

    private static void Configure(HostBuild build)
    {
        var tls = MemberTls.Of(build.OwnCertificate(build.Settings.Get(ClusterSettings.RemoteHost)));
        build.AddBlobs(tls);
        build.AddClusterMember(tls, (akka, _) => akka.AddJournal(build.Settings), build.OpenJournal());
    }
}
