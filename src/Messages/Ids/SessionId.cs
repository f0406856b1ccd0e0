namespace EdgeActors.Messages;

/// <summary>One stream between a device and an edge; a reconnect makes a new one.</summary>
public sealed record SessionId : Identifier
{
    public SessionId(string value) : base(value)
    {
    }
}
