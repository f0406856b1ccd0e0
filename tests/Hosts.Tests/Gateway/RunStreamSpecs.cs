using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Training runs as server-sent events, and the round that is open.</summary>
public sealed class RunStreamSpecs
{
    private static readonly BlobRef Blob = new(new string('a', 64), 4, "", "weights", null);

    private static readonly RunView Run = new(
        new("r"), RunStatuses.Running, "plan", new string('f', 64), 3, 1, 2, 1, [new("device-1"), new("device-2")], null, Blob, Blob,
        [new(1, 1, 2, 0, 100, 200, 1.5, 0.25, null, new string('a', 64), DateTimeOffset.UnixEpoch)], null);

    [Fact]
    public async Task Events_come_with_the_journals_numbers_and_end_with_the_run()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run);
        Assert.Equal(["1:started", "2:round-opened", "3:round-committed", "4:ended"], await ReadAsync(gateway, null));
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_last_event_that_was_seen()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run);
        Assert.Equal(["3:round-committed", "4:ended"], await ReadAsync(gateway, "2"));
    }

    /// <summary>Found in review: the stream of a run that goes on for hours held a stopping gateway until its drain was cut off.</summary>
    [Fact]
    public async Task A_gateway_that_stops_ends_the_stream_of_a_run_that_goes_on()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run with { Status = RunStatuses.Paused });
        using var response = await gateway.Http.GetAsync("/v1/training/runs/r/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.NotNull(await reader.ReadLineAsync());

        gateway.BeginToStop();

        Assert.Contains(RunEventKinds.RoundCommitted, await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_unknown_and_an_id_that_is_none_are_told_by_a_status()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Http.GetAsync("/v1/training/runs/other/events")).StatusCode);
        using var get = new HttpRequestMessage(HttpMethod.Get, "/v1/training/runs/r/events") { Headers = { { "Last-Event-ID", "seven" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Http.SendAsync(get)).StatusCode);
    }

    [Fact]
    public async Task An_open_round_tells_how_far_each_device_is()
    {
        await using var gateway = await GatewayInProcess.StartAsync(run: Run);
        var round = await gateway.Http.GetFromJsonAsync<OpenRoundResource>("/v1/training/runs/r/rounds/2", ApiJson.Options);
        Assert.Equal(("reporting", "reported", "shared"), (round!.Phase, round.Devices["device-1"], round.Devices["device-2"]));
    }

    private static async Task<List<string>> ReadAsync(GatewayInProcess gateway, string? lastEventId)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/v1/training/runs/r/events");
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
