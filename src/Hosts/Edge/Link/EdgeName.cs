namespace EdgeActors.Edge.Link;

/// <summary>This edge's name, as devices see it.</summary>
public sealed record EdgeName(string Value)
{
    /// <summary>Response header of the control stream.</summary>
    public const string Header = "edge-name";
}
