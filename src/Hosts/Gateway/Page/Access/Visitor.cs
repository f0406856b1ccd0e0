using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Components.Authorization;

namespace EdgeActors.Gateway.Page.Access;

/// <summary>Whoever looks at the page in one browser tab. What they do counts as a call with their key: its scopes, its rate.</summary>
public sealed class Visitor(AuthenticationStateProvider authentication, AccessControl access)
{
    /// <summary>In development mode whoever uses this machine needs no key; others do.</summary>
    public bool IsDevelopment => access.Mode == AccessMode.Development;

    /// <summary>The valid key that this browser has shown; null where none, or where the gateway can't read its keys.</summary>
    public async Task<ApiKey?> KeyAsync()
    {
        try
        {
            return KeyClaim.Of((await authentication.GetAuthenticationStateAsync()).User, access);
        }
        catch (ApiException)
        {
            // An open page shows what it has; whatever it would do is refused.
            return null;
        }
    }

    public async Task<bool> NeedsNoKeyAsync() => LocalVisitor.Is((await authentication.GetAuthenticationStateAsync()).User);

    public async Task<bool> MayAsync(string scope) => await NeedsNoKeyAsync() || (await KeyAsync())?.Allows(scope) == true;

    /// <param name="what">What is done, for the log.</param>
    /// <exception cref="ApiException">They may not.</exception>
    public async Task AdmitAsync(string scope, string what)
    {
        if (await NeedsNoKeyAsync())
            return;
        var key = await KeyAsync() ?? throw new ApiException(Problem.Unauthorized, "The API key of this page has been revoked: reload it and enter another.");
        access.Admit(key, scope, "PAGE", what);
    }
}
