using Akka.Actor;
using EdgeActors.Messages.Serialization;
using static EdgeActors.Messages.Models.ModelCommands;
using static EdgeActors.Messages.Models.ModelQueries;
using static EdgeActors.Messages.Models.ModelReplies;

namespace EdgeActors.Messages.Models;

/// <summary>Writes and reads the registry's context: on the wire, and its journal under manifests of their own.</summary>
public sealed class ModelSerializer(ExtendedActorSystem system) : ContextSerializer(system, 1103, [.. OnTheWire(), .. InTheJournal()])
{
    private static IEnumerable<MessageContract> OnTheWire() =>
    [
        new MessageContract<AnnounceModel, Wire.AnnounceModel>("model.announce.v1",
            m => new() { Version = ToWire(m.Version) },
            w => new(ToDomain(w.Version))),
        new MessageContract<MoveAlias, Wire.MoveAlias>("model.move-alias.v1",
            m => new() { Model = m.Model.Value, Alias = m.Alias, Version = m.Version },
            w => new(new(w.Model), w.Alias, w.Version)),
        new MessageContract<ListModels, Wire.ListModels>("model.list.v1", _ => new(), _ => new()),
        new MessageContract<ModelAccepted, Wire.ModelAccepted>("model.accepted.v1",
            m => new() { Model = m.Model.Value, Version = m.Version },
            w => new(new(w.Model), w.Version)),
        new MessageContract<ModelRefused, Wire.ModelRefused>("model.refused.v1",
            m => new() { Model = m.Model.Value, Version = m.Version, Failure = m.Failure.ToWire() },
            w => new(new(w.Model), w.Version, w.Failure.ToDomain())),
        new MessageContract<ModelCatalogue, Wire.ModelCatalogue>("model.catalogue.v1",
            m => new() { Models = { m.Models.Select(ToWire) } },
            w => new(w.Models.Map(ToDomain))),
    ];

    private static IEnumerable<MessageContract> InTheJournal() =>
    [
        new MessageContract<ModelEvents.ModelAnnounced, Journal.ModelAnnounced>("model.journal.announced.v1",
            e => new() { Version = ToWire(e.Version), At = e.At.ToWire() },
            j => new(ToDomain(j.Version), j.At.ToDomain())),
        new MessageContract<ModelEvents.AliasMoved, Journal.AliasMoved>("model.journal.alias-moved.v1",
            e => new() { Model = e.Model.Value, Alias = e.Alias, Version = e.Version, At = e.At.ToWire() },
            j => new(new(j.Model), j.Alias, j.Version, j.At.ToDomain())),
    ];

    private static Wire.ModelVersion ToWire(ModelVersion version)
    {
        var wire = new Wire.ModelVersion
        {
            Model = version.Model.Value,
            Version = version.Version,
            Task = version.Task,
            ManifestSha256 = version.ManifestSha256,
            Files = { version.Files.Select(file => file.ToWire()) },
        };
        if (version.Accuracy is { } accuracy)
            wire.Accuracy = accuracy;
        return wire;
    }

    private static ModelVersion ToDomain(Wire.ModelVersion version) => new(
        new(version.Model), version.Version, version.Task, version.ManifestSha256, version.Files.Map(file => file.ToDomain()),
        version.HasAccuracy ? version.Accuracy : null);

    private static Wire.ModelEntry ToWire(ModelEntry entry) => new()
    {
        Model = entry.Model.Value,
        Versions = { entry.Versions.Select(ToWire) },
        Aliases = { entry.Aliases.Select(alias => new Wire.ModelAlias { Alias = alias.Alias, Version = alias.Version }) },
    };

    private static ModelEntry ToDomain(Wire.ModelEntry entry) => new(
        new(entry.Model), entry.Versions.Map(ToDomain), entry.Aliases.Map(alias => new ModelAlias(alias.Alias, alias.Version)));
}
