using System.Net;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Page.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

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
        string[] open = ["/openapi/", "/reference/", "/v2/health/", "/key/", "/_content/", "/_framework/", "/page.", "/favicon."];
        Assert.All(routes.Where(route => route.Needs!.Scope is null && !route.IsPage), route => Assert.True(
            open.Any(prefix => $"/{route.Path.Trim('/')}/".StartsWith(prefix, StringComparison.Ordinal)), route.Path));
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
    public async Task Every_route_lets_exactly_those_in_whose_key_has_its_scope()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var keys = Scopes.All.ToDictionary(scope => scope, scope => ApiKeyFile.Create(gateway.KeyFile, scope, [scope], 100_000, Now).Secret);
        var (revoked, gone) = ApiKeyFile.Create(gateway.KeyFile, "was an administrator", [Scopes.Admin], 100_000, Now);
        ApiKeyFile.Revoke(gateway.KeyFile, gone.Id, Now);
        var guarded = gateway.Routes.Where(route => route.Metadata.GetMetadata<ScopeRequirement>()?.Scope is { })
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (Method: method, Path: Filled(route), Needs: route.Metadata.GetMetadata<ScopeRequirement>()!.Scope!, Takes: route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json")))
            .ToList();
        // All three protocols are among them, or this goes through nothing.
        Assert.All((string[])["/v1/requests", "/v1/chat/completions", "/v2/models/x/infer"], path => Assert.Contains(guarded, route => route.Path.TrimEnd('/') == path));
        var wrong = new List<string>();
        foreach (var (method, path, needs, takes) in guarded)
        {
            await ExpectAsync(null, status => status == HttpStatusCode.Unauthorized, "no key");
            await ExpectAsync("ea_guess", status => status == HttpStatusCode.Unauthorized, "a key that nobody made");
            await ExpectAsync(revoked, status => status == HttpStatusCode.Unauthorized, "a revoked key");
            foreach (var (scope, key) in keys)
                await ExpectAsync(
                    key, scope == needs || scope == Scopes.Admin ? status => status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) : status => status == HttpStatusCode.Forbidden,
                    $"a key for {scope}");

            async Task ExpectAsync(string? key, Func<HttpStatusCode, bool> right, string with)
            {
                using var response = await SendAsync(gateway, new HttpMethod(method), path, key, takes);
                if (!right(response.StatusCode))
                    wrong.Add($"{method} {path} (needs {needs}) with {with}: {(int)response.StatusCode}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_damaged_key_file_lets_nobody_in()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys);
        var (secret, _) = ApiKeyFile.Create(gateway.KeyFile, "a program", [Scopes.Infer], 600, Now);
        await File.WriteAllTextAsync(gateway.KeyFile, "[{ half a fi");

        using var refused = await SendAsync(gateway, HttpMethod.Get, "/v1/devices", secret);

        await RequestRoutesSpecs.AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, Problem.KeysUnreadable);
    }

    [Fact]
    public async Task A_damaged_key_file_keeps_a_browser_out_by_a_problem_not_by_a_failure()
    {
        await using var gateway = await GatewayInProcess.StartAsync(access: AccessMode.Keys, member: true);
        var (secret, _) = ApiKeyFile.Create(gateway.KeyFile, "a person", [Scopes.Infer], 600, Now);
        // The cookie comes back by itself: the client has a jar.
        using var entered = await EnterAsync(gateway, secret);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        await File.WriteAllTextAsync(gateway.KeyFile, "[{ half a fi");

        using var page = await gateway.Http.GetAsync("/requests");
        await RequestRoutesSpecs.AssertProblemAsync(page, HttpStatusCode.ServiceUnavailable, Problem.KeysUnreadable);
        using var again = await EnterAsync(gateway, secret);
        await RequestRoutesSpecs.AssertProblemAsync(again, HttpStatusCode.ServiceUnavailable, Problem.KeysUnreadable);
    }

    /// <summary>As the form does: its token against forgery, the key, where to go on.</summary>
    private static async Task<HttpResponseMessage> EnterAsync(GatewayInProcess gateway, string key)
    {
        var form = await gateway.Http.GetStringAsync("/key");
        var token = form.Split("name=\"__RequestVerificationToken\"")[1].Split("value=\"")[1].Split('"')[0];
        return await gateway.Http.PostAsync("/key", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["key"] = key, ["to"] = "/requests" }));
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

    /// <summary>The route with something in each of its holes.</summary>
    private static string Filled(RouteEndpoint route) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part is RoutePatternLiteralPart literal ? literal.Content : part is RoutePatternSeparatorPart separator ? separator.Content : "x"))));

    private static async Task<HttpResponseMessage> SendAsync(
        GatewayInProcess gateway, HttpMethod method, string path, string? key, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null)
            request.Headers.Add("Authorization", $"Bearer {key}");
        if (method == HttpMethod.Post || method == HttpMethod.Put)
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, contentType);
        return await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
