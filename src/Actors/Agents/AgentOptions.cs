using EdgeActors.Messages;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Actors.Agents;

/// <summary>What a device's owner has set.</summary>
/// <param name="PictureFolder">Each file in it is a picture that requests may name.</param>
/// <param name="Slowdown">How many times slower this machine is to run heads than it could: 1 for a real device. Stated wherever it is not 1.</param>
public sealed record AgentOptions(string PictureFolder, DevicePolicy Policy, ValueArray<DeviceLabel> Labels, double Slowdown = 1)
{
    /// <summary>Data sets on the device, for training.</summary>
    public ValueArray<DataSetOffer> DataSets { get; init; }
}
