using System.Security.Claims;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>What the page's cookie says: the id of the key that was shown, never the key. The id is looked up each time, so a revoked key ends at once.</summary>
internal static class KeyClaim
{
    private const string Type = "edgeactors:key";

    public static ClaimsPrincipal Principal(ApiKey key) =>
        new(new ClaimsIdentity([new(Type, key.Id), new(ClaimTypes.Name, key.Name)], CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Null of a visitor who has shown none, or one that is revoked by now.</summary>
    /// <exception cref="ApiException">The keys can't be read.</exception>
    public static ApiKey? Of(ClaimsPrincipal visitor, AccessControl access) => visitor.FindFirst(Type)?.Value is { } id ? access.FindById(id) : null;
}
