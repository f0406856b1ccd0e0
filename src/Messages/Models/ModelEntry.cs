namespace EdgeActors.Messages.Models;

/// <summary>A model with all its versions, oldest first, and the aliases that point at them.</summary>
public sealed record ModelEntry(ModelName Model, ValueArray<ModelVersion> Versions, ValueArray<ModelAlias> Aliases)
{
    /// <summary>What a request for the model gets.</summary>
    public const string Stable = "stable";

    public ModelVersion? Find(string alias)
    {
        var version = Aliases.FirstOrDefault(known => known.Alias == alias)?.Version;
        return Versions.FirstOrDefault(known => known.Version == version);
    }
}
