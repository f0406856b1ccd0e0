using System.Collections.Immutable;

namespace EdgeActors.Learning.Updates;

/// <summary>Where one parameter tensor lies in the flat vector that updates and aggregates are made of.</summary>
public sealed record ParameterSlot(string Name, ImmutableArray<int> Shape, int Offset, int Length);
