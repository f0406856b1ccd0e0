using System.Net;

namespace EdgeActors.Hosts.Common.Configuration;

/// <summary>What the hosts that are members of the cluster can be told: cloud, edge and gateway.</summary>
public static class ClusterSettings
{
    public static readonly Setting<string> RemoteHost = Settings.Text("remote.host", "the name or address by which the other members reach this one", "a host name or an IP address");
    public static readonly Setting<IPAddress> RemoteBind = Settings.Address("remote.bind", "the address that Akka.Remote binds");
    public static readonly Setting<int> RemotePort = Settings.Port("remote.port", "the port of Akka.Remote");
    public static readonly Setting<IReadOnlyList<HostPort>> Seeds = Settings.HostPorts("seeds", "members to join through; a cloud host without one starts a cluster", "--seed");
    public static readonly Setting<string> BlobsPublicHost = Settings.Text("blobs.host", "the name or address by which the other members fetch blobs from this one", "a host name or an IP address");
    public static readonly Setting<IPAddress> BlobsBind = Settings.Address("blobs.bind", "the address that the blob endpoint binds");
    public static readonly Setting<int> BlobsPort = Settings.Port("blobs.port", "the port on which pictures, tensors and models are served to other hosts, by mutual TLS");
    public static readonly Setting<long> BlobsMaxBytes = Settings.Bytes("blobs.max-bytes", "how much the blob store may hold; the least recently used unpinned blobs go first");
    public static readonly Setting<string> BlobsFolder = Settings.Path("blobs.folder", "the folder of the blob store, the host's own where empty; cloud hosts that share a PostgreSQL journal share this, too");

    public static IReadOnlyList<Setting> All { get; } =
        [.. HostSettings.All, RemoteHost, RemoteBind, RemotePort, Seeds, BlobsPublicHost, BlobsBind, BlobsPort, BlobsMaxBytes, BlobsFolder];
}
