using EdgeActors.Messages.Models;

namespace EdgeActors.Gateway.Models;

/// <summary>A registered model; versions oldest first.</summary>
public sealed record ModelResource(string Name, IReadOnlyList<ModelVersionResource> Versions, IReadOnlyDictionary<string, string> Aliases)
{
    public static ModelResource Of(ModelEntry entry) => new(
        entry.Model.Value, [.. entry.Versions.Select(ModelVersionResource.Of)],
        new SortedDictionary<string, string>(entry.Aliases.ToDictionary(alias => alias.Alias, alias => alias.Version)));
}
