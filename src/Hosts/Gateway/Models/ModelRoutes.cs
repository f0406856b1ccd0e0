using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;

namespace EdgeActors.Gateway.Models;

/// <summary><c>/v1/models</c> of our own API lies at <c>/v1/registry/models</c>: OpenAI clients own the shorter path.</summary>
internal static class ModelRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/registry/models", async (ModelClient models, CancellationToken cancel) => TypedResults.Ok(await models.ListAsync(cancel)))
        .WithTags("models").WithName("listRegisteredModels").WithSummary("All models with their versions and aliases, by name").ProducesProblems(503)
        .RequireScope(Scopes.Infer);
}
