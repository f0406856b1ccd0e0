using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Components.Authorization;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>Whoever looks at the page in one browser tab. What they do counts as a call with their key: its scopes, its rate.</summary>
public sealed class Visitor(AuthenticationStateProvider authentication, AccessControl access, KeyRing keys)
{
    /// <summary>In development mode nobody needs a key; strangers have been kept out before the page was sent.</summary>
    public bool NeedsNoKey => access.Mode == AccessMode.Development;

    /// <summary>The valid key that this browser has shown; null where none.</summary>
    public async Task<ApiKey?> KeyAsync() => KeyClaim.Of((await authentication.GetAuthenticationStateAsync()).User, keys);

    public async Task<bool> MayAsync(string scope) => NeedsNoKey || (await KeyAsync())?.Allows(scope) == true;

    /// <param name="what">What is done, for the log.</param>
    /// <exception cref="ApiException">They may not.</exception>
    public async Task AdmitAsync(string scope, string what)
    {
        if (NeedsNoKey)
            return;
        var key = await KeyAsync() ?? throw new ApiException(Problem.Unauthorized, "The API key of this page has been revoked: reload it and enter another.");
        access.Admit(key, scope, "PAGE", what);
    }
}
