namespace EdgeActors.Messages.Models;

public static class ModelQueries
{
    /// <summary>Answered by <see cref="ModelReplies.ModelCatalogue"/>.</summary>
    public sealed record ListModels : IModelMessage;
}
