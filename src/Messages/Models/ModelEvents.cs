namespace EdgeActors.Messages.Models;

/// <summary>What has happened to the registry: its journal.</summary>
public static class ModelEvents
{
    public interface IModelEvent : IModelMessage, IJournalEvent;

    public sealed record ModelAnnounced(ModelVersion Version, DateTimeOffset At) : IModelEvent;

    public sealed record AliasMoved(ModelName Model, string Alias, string Version, DateTimeOffset At) : IModelEvent;
}
