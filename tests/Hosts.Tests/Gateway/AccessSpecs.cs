using System.Net;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Page.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Authorization;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class AccessSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_route_says_who_may_call_it_and_only_these_are_open_to_anybody()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var routes = gateway.Routes.Select(route => (
            Path: route.RoutePattern.RawText!, Needs: route.Metadata.GetMetadata<ScopeRequirement>(),
            IsPage: route.Metadata.GetMetadata<IAuthorizeData>()?.Policy == PageRequirement.Policy)).ToList();

        // Built and not published, static files have a catch-all behind their routes; it serves what lies in wwwroot and nothing else.
        routes.RemoveAll(route => route.Path == "{**path:file}");
        Assert.DoesNotContain(routes, route => route.Needs is null);
        string[] open = ["/openapi", "/reference", "/v2/health", "/key", "/_content", "/_framework", "/page", "/favicon"];
        Assert.All(routes.Where(route => route.Needs!.Scope is null && !route.IsPage), route => Assert.True(
            open.Any(prefix => $"/{route.Path.TrimStart('/')}".StartsWith(prefix, StringComparison.Ordinal)), route.Path));
        Assert.Superset(new HashSet<string> { "/", "/requests", "/requests/{Id}", "/training", "/training/{Id}", "/devices/{Id}" }, routes.Where(route => route.IsPage).Select(route => route.Path).ToHashSet());
    }

    [Fact]
    public async Task Without_a_key_nothing_is_answered_and_the_right_scope_opens_the_door()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var (infer, _) = ApiKeyFile.Create(gateway.KeyFile, "a program", [Scopes.Infer], 600, Now);

        using var none = await gateway.Http.GetAsync("/v1/devices");
        await RequestRoutesSpecs.AssertProblemAsync(none, HttpStatusCode.Unauthorized, Problem.Unauthorized);
        Assert.NotEmpty(none.Headers.WwwAuthenticate);
        using var wrong = await SendAsync(gateway, HttpMethod.Get, "/v1/devices", "ea_guess");
        await RequestRoutesSpecs.AssertProblemAsync(wrong, HttpStatusCode.Unauthorized, Problem.Unauthorized);
        using var right = await SendAsync(gateway, HttpMethod.Get, "/v1/devices", infer);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_key_for_something_else_is_forbidden_on_every_route_that_needs_more()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var (train, _) = ApiKeyFile.Create(gateway.KeyFile, "a trainer", [Scopes.Train], 6000, Now);
        var (infer, _) = ApiKeyFile.Create(gateway.KeyFile, "an asker", [Scopes.Infer], 6000, Now);
        var guarded = gateway.Routes.Where(route => route.Metadata.GetMetadata<ScopeRequirement>()?.Scope is { }).ToList();
        Assert.NotEmpty(guarded);

        foreach (var route in guarded)
        {
            var method = route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods[0];
            var path = route.RoutePattern.RawText!.Replace("{id}", "x", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
            using var refused = await SendAsync(gateway, new HttpMethod(method), path, route.Metadata.GetMetadata<ScopeRequirement>()!.Scope == Scopes.Train ? infer : train);
            Assert.True(refused.StatusCode == HttpStatusCode.Forbidden, $"{method} {path}: {refused.StatusCode}");
        }
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_and_the_file_never_held_it()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var (secret, key) = ApiKeyFile.Create(gateway.KeyFile, "a program", [Scopes.Infer], 600, Now);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(gateway, HttpMethod.Get, "/v1/devices", secret)).StatusCode);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(gateway.KeyFile), StringComparison.Ordinal);

        Assert.NotNull(ApiKeyFile.Revoke(gateway.KeyFile, key.Id, Now));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(gateway, HttpMethod.Get, "/v1/devices", secret)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_calls_too_often_is_429_with_a_time_to_come_back()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var (secret, _) = ApiKeyFile.Create(gateway.KeyFile, "a busy program", [Scopes.Infer], 2, Now);

        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(gateway, HttpMethod.Get, "/v1/devices", secret)).StatusCode);
        using var third = await SendAsync(gateway, HttpMethod.Get, "/v1/devices", secret);

        await RequestRoutesSpecs.AssertProblemAsync(third, HttpStatusCode.TooManyRequests, Problem.RateLimited);
        Assert.True(third.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayInProcess gateway, HttpMethod method, string path, string key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Authorization", $"Bearer {key}");
        if (method == HttpMethod.Post)
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        return await gateway.Http.SendAsync(request);
    }
}
