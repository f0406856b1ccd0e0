using Akka.Actor;
using EdgeActors.Messages.Models;

namespace EdgeActors.Gateway.Models;

/// <summary>Speaks with the model registry, for the routes and for the page.</summary>
public sealed class ModelClient(GatewayActors actors)
{
    public async Task<IReadOnlyList<ModelResource>> ListAsync(CancellationToken cancel)
    {
        var catalogue = await actors.Models.Ask<ModelReplies.ModelCatalogue>(new ModelQueries.ListModels(), GatewayActors.AnswerWithin, cancel);
        return [.. catalogue.Models.Select(ModelResource.Of)];
    }
}
