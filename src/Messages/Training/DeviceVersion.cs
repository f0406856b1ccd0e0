namespace EdgeActors.Messages.Training;

/// <summary>A version of the global model that a device has trained from.</summary>
public sealed record DeviceVersion(DeviceId Device, int Version);
