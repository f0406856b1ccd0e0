namespace EdgeActors.Messages.Devices;

/// <summary>What a device's twin answers.</summary>
public static class DeviceReplies
{
    public sealed record DeviceWelcomed(DeviceId Device, SessionId Session) : IDeviceMessage;

    /// <summary>A newer stream of the same device has taken over: the session ends.</summary>
    public sealed record SessionReplaced(DeviceId Device, SessionId Session) : IDeviceMessage;

    /// <summary>No device of this name has said hello since its twin started.</summary>
    public sealed record DeviceUnknown(DeviceId Device) : IDeviceMessage;

    /// <param name="More">There are devices after the last of these.</param>
    public sealed record DeviceList(ValueArray<DeviceView> Devices, bool More = false) : IDirectoryMessage;

    public sealed record StepAnswered(DeviceId Device, StepKey Step, StepResult Result) : IDeviceMessage;

    public sealed record StepFailed(DeviceId Device, StepKey Step, Failure Failure) : IDeviceMessage;

    public sealed record SplitPinned(DeviceId Device, ModelName Model, string? Cut, string? Codec) : IDeviceMessage;

    /// <summary>Nothing has changed; the reason names what there is.</summary>
    public sealed record PinRefused(DeviceId Device, ModelName Model, Failure Failure) : IDeviceMessage;

    /// <summary>A training message from the device.</summary>
    public sealed record TrainingReceived(DeviceId Device, string Kind, ValueArray<byte> Payload) : IDeviceMessage;

    /// <summary>A twin's news for the directory, on every change and from time to time.</summary>
    public sealed record DeviceSeen(DeviceView View) : IDirectoryMessage;
}
