using System.Net;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Edge;

/// <summary>What an edge host can be told.</summary>
public static class EdgeSettings
{
    public static readonly Setting<string> Models = Settings.Path("models", "the folder of models whose tails this edge runs; the repository's models/ where empty and found");
    public static readonly Setting<IPAddress> LinkBind = Settings.Address("link.bind", "the address on which devices dial in");
    public static readonly Setting<string> LinkHost = Settings.Text("link.host", "the name or address under which devices reach this edge", "a host name or an IP address");
    public static readonly Setting<int> LinkPort = Settings.Port("link.port", "the port on which devices dial in, by mutual TLS and HTTP/2");
    public static readonly Setting<long> MaxTensorBytes = Settings.Bytes("link.max-tensor-bytes", "the largest tensor or picture that a device may send for one step");
    public static readonly Setting<TimeSpan> Heartbeat = Settings.Duration(
        "link.heartbeat", "how often this edge pings an idle link", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    public static IReadOnlyList<Setting> All { get; } = [.. ClusterSettings.All, Models, LinkBind, LinkHost, LinkPort, MaxTensorBytes, Heartbeat];
}
