namespace EdgeActors.Gateway.Access;

/// <summary>Says on each route who may call it. A test goes through all routes and finds the one that was forgotten.</summary>
internal static class RouteAccess
{
    /// <summary>Checked inside the protocol's own error filter, so that a refusal has the shape that its clients read.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder routes, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.WithMetadata(new ScopeRequirement(scope));
        return routes.AddEndpointFilter((call, next) =>
        {
            call.HttpContext.RequestServices.GetRequiredService<AccessControl>().Admit(call.HttpContext, scope);
            return next(call);
        });
    }

    public static TBuilder AllowAnybody<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new ScopeRequirement(null));
}
