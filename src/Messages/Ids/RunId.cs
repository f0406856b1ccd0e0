namespace EdgeActors.Messages;

/// <summary>One training run.</summary>
public sealed record RunId : Identifier
{
    public RunId(string value) : base(value)
    {
    }
}
