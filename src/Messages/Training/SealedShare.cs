namespace EdgeActors.Messages.Training;

/// <summary>Shares of one device for another, which the cloud cannot read.</summary>
public sealed record SealedShare(DeviceId From, DeviceId To, ValueArray<byte> Sealed);
