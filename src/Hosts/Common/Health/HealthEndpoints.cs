using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EdgeActors.Hosts.Common.Health;

/// <summary>
/// <c>GET /healthz/live</c>: the process answers; restart it when it does not. <c>GET /healthz/ready</c>: it can do its work,
/// each check with its reason; send it nothing while it is 503.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz/live", () => TypedResults.Json(new { status = "live" })).ExcludeFromDescription();
        routes.MapGet("/healthz/ready", async (Readiness readiness, CancellationToken cancel) =>
        {
            var checks = await readiness.CheckAsync(cancel);
            var ready = checks.Values.All(whyNot => whyNot is null);
            return TypedResults.Json(
                new { status = ready ? "ready" : "not ready", checks = checks.ToDictionary(check => check.Key, check => check.Value ?? "ok") },
                statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).ExcludeFromDescription();
    }
}
