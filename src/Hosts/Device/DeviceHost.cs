using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Device;

/// <summary>A device: pictures, the first half of a cut model, local training. Not a member of the cluster: it dials its edge.</summary>
public static class DeviceHost
{
    public static HostDefinition Definition { get; } = new()
    {
        Tier = "device",
        Summary = "EdgeActors device host: owns its pictures, runs the first half of a cut model, dials its edge.",
        Settings = DeviceSettings.All,
        Hocon = ["device", "common"],
        IsMember = false,
        Configure = Configure,
    };

    private static void Configure(HostBuild build)
    {
    }
}
