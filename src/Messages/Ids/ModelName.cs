namespace EdgeActors.Messages;

/// <summary>A model of the zoo by name, without its version.</summary>
public sealed record ModelName : Identifier
{
    public ModelName(string value) : base(value)
    {
    }
}
