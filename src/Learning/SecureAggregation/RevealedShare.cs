namespace EdgeActors.Learning.SecureAggregation;

/// <summary>A share given to the cloud: of a lost device's mask key, or of a survivor's self-mask seed. Never both of one device.</summary>
public sealed record RevealedShare(string Owner, SecretShare Share);
