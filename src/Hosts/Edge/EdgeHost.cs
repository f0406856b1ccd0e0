using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

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
    };

    private static void Configure(HostBuild build)
    {
        var certificate = build.OwnCertificate(build.Settings.Get(ClusterSettings.RemoteHost), build.Settings.Get(EdgeSettings.LinkHost));
        build.AddClusterMember(MemberTls.Of(certificate), static (_, _) => { });
    }
}
