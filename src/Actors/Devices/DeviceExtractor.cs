using Akka.Cluster.Sharding;
using EdgeActors.Messages.Devices;

namespace EdgeActors.Actors.Devices;

/// <summary>Routes by the device's id.</summary>
public sealed class DeviceExtractor() : HashCodeMessageExtractor(Shards)
{
    public const int Shards = 50;

    public override string? EntityId(object message) => (message as IDeviceMessage)?.Device.Value;
}
