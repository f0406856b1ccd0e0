using System.Collections.Immutable;

namespace EdgeActors.Learning.SecureAggregation;

/// <summary>A device's message of the unmask phase.</summary>
public sealed record RevealedShares(string Device, ImmutableArray<RevealedShare> KeysOfLost, ImmutableArray<RevealedShare> SeedsOfSurvivors);
