namespace EdgeActors.Messages.Training;

/// <summary>A device's public keys for one attempt, P-256 points of 65 bytes: for masks, and for the encryption of shares.</summary>
public sealed record MaskKeys(DeviceId Device, ValueArray<byte> MaskKey, ValueArray<byte> ShareKey);
