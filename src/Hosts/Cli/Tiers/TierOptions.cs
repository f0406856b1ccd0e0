using EdgeActors.Cli.Shaping;

namespace EdgeActors.Cli.Tiers;

/// <summary>What a set of tiers on this machine is started with.</summary>
/// <param name="DataDirectory">Journals, blobs, certificates and logs.</param>
/// <param name="GatewayPort">0 picks a free one; every other port always is a free one.</param>
/// <param name="Pictures">The folder of pictures that the devices hold; empty for none.</param>
/// <param name="Devices">One host process for each.</param>
/// <param name="DeviceArguments">Further flags for every device host, e.g. a throttled link.</param>
/// <param name="DeviceNetwork">Where the devices live when not in this machine's own network: behind a shaped link.</param>
/// <param name="CloudArguments">Further flags for the cloud host, e.g. its journal.</param>
/// <param name="SecondCloud">Where a second cloud host lives, which shares the journal and the blobs of the first; null for none.</param>
/// <param name="Companions">Devices that the first device's process stands for, too.</param>
internal sealed record TierOptions(
    string DataDirectory, int GatewayPort, string Pictures, IReadOnlyList<string> Devices, IReadOnlyList<string> DeviceArguments,
    ShapedNamespace? DeviceNetwork = null, IReadOnlyList<string>? CloudArguments = null, IReadOnlyList<string>? Companions = null,
    ShapedNamespace? SecondCloud = null)
{
    public string Logs => Path.Combine(DataDirectory, "logs");
}
