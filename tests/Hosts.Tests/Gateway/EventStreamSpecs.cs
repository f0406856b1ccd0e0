using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Hosts.Tests.Gateway;

public sealed class EventStreamSpecs
{
    [Fact]
    public async Task Events_come_with_the_journals_numbers_and_end_with_the_request()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var id = await SubmitAsync(gateway);

        var events = await ReadAsync(gateway, id, lastEventId: null);

        Assert.Equal(["1:accepted", "2:planned", "3:completed"], events);
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_was_seen()
    {
        await using var gateway = await GatewayInProcess.StartAsync();
        var id = await SubmitAsync(gateway);

        Assert.Equal(["3:completed"], await ReadAsync(gateway, id, lastEventId: "2"));
    }

    private static async Task<string> SubmitAsync(GatewayInProcess gateway)
    {
        using var response = await gateway.Http.PostAsJsonAsync("/v1/requests", new { text = "What is it?", pictures = new[] { new { data = Pictures.Png() } } });
        return (await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options))!.Id;
    }

    private static async Task<List<string>> ReadAsync(GatewayInProcess gateway, string id, string? lastEventId)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, $"/v1/requests/{id}/events");
        if (lastEventId is { })
            get.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await gateway.Http.SendAsync(get, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var seen = new List<string>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            seen.Add($"{item.EventId}:{item.EventType}");
        return seen;
    }
}
