using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeActors.Gateway.Page.Access;

/// <summary><c>/key</c>: where a browser shows its API key once, and gets a cookie for it.</summary>
internal static class KeyRoutes
{
    public const string Path = "/key";
    public const string ReturnTo = "to";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ([FromQuery(Name = ReturnTo)] string? to) => Form(to, null)).ExcludeFromDescription().AllowAnybody();
        routes.MapPost(Path, EnterAsync).ExcludeFromDescription().AllowAnybody();
        routes.MapPost("/key/forget", (Delegate)ForgetAsync).ExcludeFromDescription().AllowAnybody();
    }

    private static async Task<IResult> EnterAsync(HttpContext context, AccessControl access, [FromForm] string? key, [FromForm] string? to)
    {
        if (access.Find(key?.Trim() ?? "") is not { } known)
            return Form(to, "This key is unknown or revoked.");
        if (!known.Allows(Scopes.Infer))
            return Form(to, $"The key '{known.Name}' has the scopes {string.Join(", ", known.Scopes)}: the page needs {Scopes.Infer}.");
        await context.SignInAsync(KeyClaim.Principal(known));
        return TypedResults.LocalRedirect(IsOurs(to) ? to! : "/");
    }

    private static async Task<RedirectHttpResult> ForgetAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return TypedResults.LocalRedirect(Path);
    }

    private static RazorComponentResult Form(string? to, string? refusal) => new RazorComponentResult<KeyForm>(new { To = IsOurs(to) ? to : "/", Refusal = refusal });

    /// <summary>A path on this gateway: never another site's address.</summary>
    private static bool IsOurs(string? to) => to is ['/', not ('/' or '\\'), ..] or "/";
}
