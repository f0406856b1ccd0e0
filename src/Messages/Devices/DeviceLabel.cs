namespace EdgeActors.Messages.Devices;

public sealed record DeviceLabel(string Key, string Value);
