namespace EdgeActors.Messages.Models;

public static class ModelReplies
{
    public sealed record ModelAccepted(ModelName Model, string Version) : IModelMessage;

    public sealed record ModelRefused(ModelName Model, string Version, Failure Failure) : IModelMessage;

    /// <summary>By name.</summary>
    public sealed record ModelCatalogue(ValueArray<ModelEntry> Models) : IModelMessage;
}
