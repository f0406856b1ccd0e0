using System.Collections.Immutable;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>A device's message of the share phase.</summary>
/// <param name="SeedCommitment">SHA-256 over transcript, device and self-mask seed: tells a wrongly recovered seed.</param>
/// <param name="Shares">One for each neighbour.</param>
public sealed record SharedKeys(string Device, byte[] SeedCommitment, ImmutableArray<EncryptedShare> Shares);
