using System.Security.Claims;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Page.Access;
using EdgeActors.Hosts.Common.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeActors.Hosts.Tests.Page;

public sealed class VisitorSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgeactors-visitor-").FullName;

    private string KeyFile => Path.Combine(_folder, "keys.json");

    [Fact]
    public async Task Development_mode_asks_no_key_of_this_machine()
    {
        var visitor = new ClaimsPrincipal(new ClaimsIdentity());
        visitor.AddIdentity(LocalVisitor.Identity());

        Assert.True(await MayAsync(visitor, Scopes.Train));
    }

    [Fact]
    public async Task A_visitor_from_another_machine_may_do_what_their_key_may_in_development_mode_too()
    {
        var (_, key) = ApiKeyFile.Create(KeyFile, "a stranger", [Scopes.Infer], 600, DateTimeOffset.UnixEpoch);
        var visitor = KeyClaim.Principal(key);

        Assert.True(await MayAsync(visitor, Scopes.Infer));
        Assert.False(await MayAsync(visitor, Scopes.Train));
        Assert.False(await MayAsync(visitor, Scopes.Admin));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<bool> MayAsync(ClaimsPrincipal user, string scope)
    {
        var keys = new KeyRing(KeyFile);
        using var access = new AccessControl(AccessMode.Development, keys, NullLogger<AccessControl>.Instance);
        return await new Visitor(new Known(user), access).MayAsync(scope);
    }

    private sealed class Known(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
