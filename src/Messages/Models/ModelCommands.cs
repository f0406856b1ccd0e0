namespace EdgeActors.Messages.Models;

public static class ModelCommands
{
    /// <summary>
    /// A version is there. The first version of a model becomes <see cref="ModelEntry.Stable"/>. Answered by
    /// <see cref="ModelReplies.ModelAccepted"/> (also when it was known) or <see cref="ModelReplies.ModelRefused"/> (another digest for a
    /// known version).
    /// </summary>
    public sealed record AnnounceModel(ModelVersion Version) : IModelMessage;

    /// <summary>Rolls a version out, or back. Answered as <see cref="AnnounceModel"/>.</summary>
    public sealed record MoveAlias(ModelName Model, string Alias, string Version) : IModelMessage;
}
