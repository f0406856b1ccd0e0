namespace EdgeActors.Gateway.Access;

/// <summary>The scope that a route needs, in its metadata; null for a route that anybody may call.</summary>
public sealed record ScopeRequirement(string? Scope);
