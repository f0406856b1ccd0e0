using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Tests.Fuzz;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeActors.Hosts.Tests.Fuzz;

/// <summary>The gateway over its network: strange ids, strange bodies, callers that never finish. No 500, and it goes on answering.</summary>
public sealed class RouteFuzzSpecs
{
    private static readonly string[] Ids =
    [
        "..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%00", "a%00b", "%0d%0aSet-Cookie:x", "%ff%fe", "%C0%AE%C0%AE", "%F0%9F%90%B8", "-1", "null", "{id}", "*", "~", "%25%32%66",
        "..%5c..%5cwindows", "a%20b", "a;b", "a:b", "a@b", "con", "%e2%80%ae", "edge.pool.1", "x/../../y",
    ];

    [Fact]
    public async Task Ids_that_are_paths_or_nonsense_are_never_the_gateways_fault()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var routes = gateway.Routes.Where(route => route.RoutePattern.Parameters.Count > 0 && route.Metadata.GetMetadata<ScopeRequirement>()?.Scope is { }).ToList();
        Assert.NotEmpty(routes);
        var wrong = new List<string>();
        foreach (var route in routes)
            foreach (var id in Ids.Append(new string('a', 5_000)))
                foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    var path = "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => segment.IsSimple && segment.Parts[0].IsLiteral ? ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)segment.Parts[0]).Content : id));
                    using var response = await SendAsync(gateway, method, path, "{}"u8.ToArray(), route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json");
                    if (response.StatusCode == HttpStatusCode.InternalServerError)
                        wrong.Add($"{method} {path}");
                }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("POST", "/v1/requests", """{"text":"What is it?","pictures":[{"onDevice":"cat"}],"device":"device-1"}""")]
    [InlineData("POST", "/v1/chat/completions", """{"model":"edgeactors@device-1","messages":[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}],"n":1,"stream":false}""")]
    [InlineData("POST", "/v2/models/simple/infer", """{"inputs":[{"name":"INPUT0","datatype":"INT32","shape":[1,16],"data":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]},{"name":"INPUT1","datatype":"INT32","shape":[1,16],"data":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]}]}""")]
    [InlineData("POST", "/v2/repository/models/simple/load", """{"parameters":{"unload_dependents":false}}""")]
    [InlineData("PUT", "/v1/devices/device-1/splits/m/pin", """{"cut":"input","codec":"int8"}""")]
    public async Task Bodies_that_are_almost_right_are_never_the_gateways_fault(string method, string path, string good)
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var bodies = new Mutator(method.Length + path.Length, Encoding.UTF8.GetBytes(good));
        for (var number = FuzzCases.Of(1_000); number > 0; number--)
        {
            var body = bodies.Next();
            using var response = await SendAsync(gateway, method, path, body, "application/json");
            if (response.StatusCode == HttpStatusCode.InternalServerError)
                Assert.Fail($"Case {number}, {Convert.ToBase64String(body)}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Callers_that_never_finish_their_headers_or_their_body_keep_nobody_out()
    {
        await using var gateway = await GatewayInProcess.StartAsync(inFlight: 64);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                var client = new TcpClient();
                slow.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(i % 2 == 0
                    ? "GET /v1/devices HTTP/1.1\r\nHost: x\r\nX-Slow: "
                    : "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{\"messages\":["));
            }

            using var response = await gateway.Http.GetAsync("/v1/devices");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }

        // What ends them is Kestrel's, and nobody may switch it off: headers within 30 s, bodies at a rate.
        var limits = new KestrelServerOptions().Limits;
        Assert.True(limits.RequestHeadersTimeout <= TimeSpan.FromSeconds(30));
        Assert.NotNull(gateway.Limits.MinRequestBodyDataRate);
        Assert.Equal(limits.RequestHeadersTimeout, gateway.Limits.RequestHeadersTimeout);
    }

    private static async Task<HttpResponseMessage> SendAsync(GatewayInProcess gateway, string method, string path, byte[] body, string contentType)
    {
        // Built by hand: Uri would tidy the path up before it is sent.
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{gateway.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (method is "POST" or "PUT")
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
