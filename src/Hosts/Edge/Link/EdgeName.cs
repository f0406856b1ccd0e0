namespace EdgeActors.Edge.Link;

/// <summary>This edge's name, as devices see it.</summary>
public sealed record EdgeName(string Value);
