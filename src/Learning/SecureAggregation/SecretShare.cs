namespace EdgeActors.Learning.SecureAggregation;

/// <summary>One point of a secret's polynomial.</summary>
/// <param name="Index">Where the polynomial was evaluated: from 1. At 0 it is the secret.</param>
/// <param name="Value">A field element, 33 bytes.</param>
public sealed record SecretShare(int Index, byte[] Value);
