namespace EdgeActors.Messages.Devices;

/// <summary>What can be known of devices.</summary>
public static class DeviceQueries
{
    /// <summary>Asks the twin. Answered by <see cref="DeviceView"/> or <see cref="DeviceReplies.DeviceUnknown"/>.</summary>
    public sealed record GetDevice(DeviceId Device) : IDeviceMessage;

    /// <summary>
    /// Asks the directory for the devices seen since it started, in the order of their ids and in brief: at most <see cref="Page"/> of those
    /// after <paramref name="After"/>. Answered by <see cref="DeviceReplies.DeviceList"/>.
    /// </summary>
    public sealed record ListDevices(DeviceId? After = null) : IDirectoryMessage
    {
        /// <summary>So many fit into one message.</summary>
        public const int Page = 100;
    }
}
