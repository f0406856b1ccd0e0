using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Page.Access;
using EdgeActors.Gateway.Page.Live;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using MudBlazor.Services;

namespace EdgeActors.Gateway.Page;

/// <summary>The page at <c>/</c>: Blazor Server, every file of it served from here. Reads the same services as the REST API.</summary>
internal static class PageHosting
{
    // Nothing of the page comes from elsewhere, and nothing it holds may be sent elsewhere. MudBlazor sets styles on elements.
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    private static readonly PathString[] ProgramPaths = ["/v1", "/v2", "/blobs", "/healthz", "/metrics", "/openapi", "/reference"];

    /// <param name="folder">The gateway's own folder: a restarted gateway still knows the browsers that have shown a key.</param>
    public static void AddPage(this IServiceCollection services, string folder)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddDataProtection().SetApplicationName("EdgeActors.Gateway").PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "page-sessions")));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "edgeactors-page";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.LoginPath = KeyRoutes.Path;
            cookie.ReturnUrlParameter = KeyRoutes.ReturnTo;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.SlidingExpiration = true;
        });
        services.AddAuthorizationBuilder().AddPolicy(PageRequirement.Policy, policy => policy.AddRequirements(new PageRequirement()));
        services.AddSingleton<IAuthorizationHandler, PageAuthorization>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<Visitor>();
        services.AddSingleton<SystemWatch>();
        services.AddHostedService<SystemWatching>();
    }

    public static void MapPage(this WebApplication app)
    {
        // What is for programs has keys and errors of its own, and pays for none of this. The framework would otherwise put both before every route,
        // since their services are there; these marks are how it is told that an application has placed them itself.
        foreach (var placed in (string[])["__AuthenticationMiddlewareSet", "__AuthorizationMiddlewareSet"])
            ((IApplicationBuilder)app).Properties[placed] = true;
        app.UseWhen(context => !IsForPrograms(context.Request.Path), page =>
        {
            page.Use((context, next) =>
            {
                context.Response.Headers.ContentSecurityPolicy = ContentPolicy;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return next(context);
            });
            page.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (ApiException e) when (!context.Response.HasStarted)
                {
                    // Whether somebody may see the page can't be told now.
                    await Problem.Of(e.Failure).ExecuteAsync(context);
                }
            });
            page.UseAuthentication();
            page.Use((context, next) =>
            {
                if (context.RequestServices.GetRequiredService<AccessControl>().NeedsNoKey(context))
                    context.User.AddIdentity(LocalVisitor.Identity());
                return next(context);
            });
            page.UseAuthorization();
            page.UseAntiforgery();
        });
        app.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, "EdgeActors.Gateway.staticwebassets.endpoints.json")).AllowAnybody();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization(PageRequirement.Policy).AllowAnybody();
        KeyRoutes.Map(app);
    }

    /// <summary>The reference of the API among them: its page brings scripts of its own kind.</summary>
    private static bool IsForPrograms(PathString path) => ProgramPaths.Any(prefix => path.StartsWithSegments(prefix));
}
