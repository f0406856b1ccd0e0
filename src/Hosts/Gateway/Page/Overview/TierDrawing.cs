using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Page.Drawing;
using EdgeActors.Gateway.Page.Live;

namespace EdgeActors.Gateway.Page.Overview;

/// <summary>The tiers as a drawing: cloud hosts and gateways above, edges below them, each device under the edge that holds its stream.</summary>
public sealed class TierDrawing
{
    /// <summary>More would be wallpaper; the rest are in a list.</summary>
    public const int MostDevices = 24;

    private const double CardHeight = 84;

    public TierDrawing(SystemSnapshot snapshot, int columns)
    {
        Members = snapshot.Cluster.Members;
        var tops = Members.Where(member => !member.Roles.Contains("edge")).OrderBy(member => member.Roles.Contains("cloud") ? 0 : 1).ThenBy(member => member.Name, StringComparer.Ordinal).ToList();
        var edges = Members.Where(member => member.Roles.Contains("edge")).OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
        Devices = [.. snapshot.Devices.OrderBy(device => device.Online ? 0 : 1).ThenBy(device => device.Edge, StringComparer.Ordinal).ThenBy(device => device.Id, StringComparer.Ordinal).Take(MostDevices)];
        Further = snapshot.Devices.Skip(MostDevices).Count();
        Layout = new(
            [[.. tops.Select(Id)], [.. edges.Select(Id)], [.. Devices.Select(Id)]],
            columns, CardHeight, rowGap: 34, layerGap: 64);
        MemberLines = [.. from lower in edges.Concat(tops.Where(top => !top.Roles.Contains("cloud"))) from cloud in tops where cloud.Roles.Contains("cloud")
                          select new MemberLine(Layout.Line(Id(cloud), Id(lower)), cloud.Reachable && lower.Reachable)];
        LinkLines = [.. from device in Devices where device.Online from edge in edges where edge.Name == device.Edge
                        select new LinkLine(Layout.Line(Id(edge), Id(device)), Width(device.Link?.GoodputBytesPerSecond), device.StepsInFlight > 0)];
    }

    public LayerLayout Layout { get; }

    public IReadOnlyList<MemberResource> Members { get; }

    public IReadOnlyList<DeviceResource> Devices { get; }

    /// <summary>Devices that are not drawn.</summary>
    public int Further { get; }

    public IReadOnlyList<MemberLine> MemberLines { get; }

    public IReadOnlyList<LinkLine> LinkLines { get; }

    /// <summary>On which side of its line a device's label lies: away from the edge, where no line passes.</summary>
    public string LabelSide(DeviceResource device) => Members.FirstOrDefault(member => member.Name == device.Edge) is { } edge
        && Layout[Id(edge)].X > Layout[Id(device)].X
        ? "left"
        : "right";

    public static string Id(MemberResource member) => $"m {member.Address}";

    public static string Id(DeviceResource device) => $"d {device.Id}";

    /// <summary>px, by the logarithm of the goodput: 10 KB/s and 100 MB/s both have to be told apart from their neighbours.</summary>
    private static double Width(double? goodput) => goodput is > 0 and var bytes ? Math.Clamp(1 + (Math.Log10(bytes) - 4) * 1.25, 1, 6) : 1;

    /// <param name="Path">SVG path data, x in percent.</param>
    public sealed record MemberLine(string Path, bool Reachable);

    /// <inheritdoc cref="MemberLine"/>
    /// <param name="Width">px.</param>
    /// <param name="Busy">A step is running over it.</param>
    public sealed record LinkLine(string Path, double Width, bool Busy);
}
