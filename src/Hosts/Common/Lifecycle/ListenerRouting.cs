using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>
/// Keeps each route on its own port: what devices may call is not offered to the world, and the other way round. A route
/// that names no listener is served on <c>http</c> only.
/// </summary>
public static class ListenerRouting
{
    /// <summary>Serves the routes on this listener and no other.</summary>
    public static TBuilder OnListener<TBuilder>(this TBuilder routes, string listener)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(route => route.Metadata.Add(new OnlyOn(listener)));
        return routes;
    }

    internal static Task Confine(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint)
        {
            var wanted = endpoint.Metadata.GetMetadata<OnlyOn>()?.Listener ?? "http";
            if (context.RequestServices.GetRequiredService<HostListeners>().Url(wanted).Port != context.Connection.LocalPort)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        }

        return next(context);
    }

    private sealed record OnlyOn(string Listener);
}
