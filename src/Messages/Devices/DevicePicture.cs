namespace EdgeActors.Messages.Devices;

/// <summary>A picture that a device holds.</summary>
public sealed record DevicePicture(string Id, string MediaType, long Length, string Sha256);
