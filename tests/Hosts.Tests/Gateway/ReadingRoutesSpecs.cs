using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeActors.Messages;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class ReadingRoutesSpecs
{
    [Fact]
    public async Task Devices_are_listed_with_their_link_and_found_by_name()
    {
        await using var gateway = await GatewayInProcess.StartAsync(devices: [FakeDevices.View("device-1", online: true), FakeDevices.View("device-2", online: false)]);

        using var list = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v1/devices"));
        using var one = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v1/devices/device-2"));
        using var none = await gateway.Http.GetAsync("/v1/devices/device-3");

        Assert.Equal(2, list.RootElement.GetArrayLength());
        Assert.Equal(250_000, list.RootElement[0].GetProperty("link").GetProperty("goodputBytesPerSecond").GetDouble());
        Assert.False(one.RootElement.GetProperty("online").GetBoolean());
        await RequestRoutesSpecs.AssertProblemAsync(none, HttpStatusCode.NotFound, FailureCodes.DeviceUnknown);
    }

    [Fact]
    public async Task The_openapi_document_names_every_route_and_the_reference_page_is_served()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var document = JsonDocument.Parse(await gateway.Http.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        var page = await gateway.Http.GetStringAsync("/reference");

        Assert.Superset(
            new HashSet<string> { "/v1/requests", "/v1/requests/{id}", "/v1/requests/{id}/events", "/v1/devices", "/v1/devices/{id}", "/v1/cluster", "/v1/registry/models" },
            paths.ToHashSet());
        Assert.Contains("EdgeActors API", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_were_taken_in_are_listed_newest_first()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        foreach (var text in (string[])["What is it?", "And this?"])
            (await gateway.Http.PostAsJsonAsync("/v1/requests", new { text, pictures = new[] { new { data = Pictures.Png() } } })).Dispose();

        using var all = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v1/requests"));
        using var one = JsonDocument.Parse(await gateway.Http.GetStringAsync("/v1/requests?limit=1"));
        using var none = await gateway.Http.GetAsync("/v1/requests?limit=0");

        Assert.Equal(["And this?", "What is it?"], all.RootElement.EnumerateArray().Select(request => request.GetProperty("text").GetString()!));
        Assert.Equal("And this?", Assert.Single(one.RootElement.EnumerateArray()).GetProperty("text").GetString());
        await RequestRoutesSpecs.AssertProblemAsync(none, HttpStatusCode.BadRequest, FailureCodes.InvalidRequest);
    }

    [Fact]
    public async Task The_page_forbids_what_comes_from_elsewhere_and_programs_are_not_told_about_it()
    {
        await using var gateway = await GatewayInProcess.StartAsync();

        using var page = await gateway.Http.GetAsync("/");
        using var api = await gateway.Http.GetAsync("/v1/devices");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("default-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(api.Headers.Contains("Content-Security-Policy"));
    }
}
