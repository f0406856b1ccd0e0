namespace EdgeActors.Learning.SecureAggregation;

/// <summary>A device's two public keys for one round: one to agree on masks, one to encrypt shares. 65-byte P-256 points.</summary>
public sealed record KeyAdvertisement(string Device, byte[] MaskKey, byte[] ShareKey);
