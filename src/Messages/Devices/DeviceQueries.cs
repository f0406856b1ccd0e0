namespace EdgeActors.Messages.Devices;

/// <summary>What can be known of devices.</summary>
public static class DeviceQueries
{
    /// <summary>Asks the twin. Answered by <see cref="DeviceView"/> or <see cref="DeviceReplies.DeviceUnknown"/>.</summary>
    public sealed record GetDevice(DeviceId Device) : IDeviceMessage;

    /// <summary>Asks the directory for all devices seen since it started, by id. Answered by <see cref="DeviceReplies.DeviceList"/>.</summary>
    public sealed record ListDevices : IDirectoryMessage;
}
