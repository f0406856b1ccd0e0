using Akka.Actor;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Messages.Models;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeActors.Gateway.Models;

/// <summary><c>/v1/models</c> of our own API lies at <c>/v1/registry/models</c>: OpenAI clients own the shorter path.</summary>
internal static class ModelRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/registry/models", ListAsync)
        .WithTags("models").WithName("listRegisteredModels").WithSummary("All models with their versions and aliases, by name").ProducesProblems(503)
        .RequireScope(Scopes.Infer);

    private static async Task<Ok<ModelResource[]>> ListAsync(GatewayActors actors, CancellationToken cancel)
    {
        var catalogue = await actors.Models.Ask<ModelReplies.ModelCatalogue>(new ModelQueries.ListModels(), GatewayActors.AnswerWithin, cancel);
        return TypedResults.Ok<ModelResource[]>([.. catalogue.Models.Select(ModelResource.Of)]);
    }
}
