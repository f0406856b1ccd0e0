namespace EdgeActors.Messages.Devices;

/// <summary>Spoken by, to or about one device; the shard region of devices routes by the id.</summary>
public interface IDeviceMessage : IEdgeMessage
{
    DeviceId Device { get; }
}
