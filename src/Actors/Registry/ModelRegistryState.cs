using System.Collections.Immutable;
using EdgeActors.Messages;
using EdgeActors.Messages.Models;
using static EdgeActors.Messages.Models.ModelCommands;
using static EdgeActors.Messages.Models.ModelEvents;
using ModelDecision = EdgeActors.Actors.Decision<EdgeActors.Messages.Models.ModelEvents.IModelEvent>;

namespace EdgeActors.Actors.Registry;

/// <summary>Which versions of which models there are, and which of them is stable. A version never changes; aliases move.</summary>
public sealed record ModelRegistryState(ImmutableSortedDictionary<ModelName, ModelEntry> Models)
{
    public static ModelRegistryState Empty { get; } = new(ImmutableSortedDictionary<ModelName, ModelEntry>.Empty);

    public ModelDecision Decide(AnnounceModel command, DateTimeOffset now)
    {
        var (version, entry) = (command.Version, Models.GetValueOrDefault(command.Version.Model));
        var known = entry?.Versions.FirstOrDefault(other => other.Version == version.Version);
        return known switch
        {
            { } when known.ManifestSha256 != version.ManifestSha256 => ModelDecision.Reject(FailureCodes.ModelMissing,
                $"Version {version.Version} of {version.Model} is known with manifest {Short(known)}, not {Short(version)}; give changed files a new version."),
            { } when known == version => ModelDecision.AlreadyDone,
            _ when entry is null => ModelDecision.Persist(
                new ModelAnnounced(version, now), new AliasMoved(version.Model, ModelEntry.Stable, version.Version, now)),
            _ => ModelDecision.Persist(new ModelAnnounced(version, now)),
        };
    }

    public ModelDecision Decide(MoveAlias command, DateTimeOffset now) => Models.GetValueOrDefault(command.Model) switch
    {
        null => ModelDecision.Reject(FailureCodes.ModelMissing, $"There is no model {command.Model}."),
        var entry when entry.Versions.All(version => version.Version != command.Version) => ModelDecision.Reject(FailureCodes.ModelMissing,
            $"{command.Model} has no version {command.Version}; it has {string.Join(", ", entry.Versions.Select(version => version.Version))}."),
        var entry when entry.Find(command.Alias)?.Version == command.Version => ModelDecision.AlreadyDone,
        _ => ModelDecision.Persist(new AliasMoved(command.Model, command.Alias, command.Version, now)),
    };

    public ModelRegistryState Apply(IModelEvent happened) => happened switch
    {
        ModelAnnounced e => Put(e.Version.Model, entry => entry with
        {
            // The same version again: its files have moved to another host.
            Versions = entry.Versions.Where(other => other.Version != e.Version.Version).Append(e.Version).ToValueArray(),
        }),
        AliasMoved e => Put(e.Model, entry => entry with
        {
            Aliases = entry.Aliases.Where(other => other.Alias != e.Alias).Append(new(e.Alias, e.Version))
                .OrderBy(alias => alias.Alias, StringComparer.Ordinal).ToValueArray(),
        }),
        _ => throw new ArgumentException($"The registry knows no {happened.GetType().Name}.", nameof(happened)),
    };

    private ModelRegistryState Put(ModelName model, Func<ModelEntry, ModelEntry> change) =>
        new(Models.SetItem(model, change(Models.GetValueOrDefault(model) ?? new(model, [], []))));

    private static string Short(ModelVersion version) => version.ManifestSha256[..Math.Min(12, version.ManifestSha256.Length)];
}
