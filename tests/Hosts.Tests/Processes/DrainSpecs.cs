using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Tests.Gateway;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Processes;

/// <summary>A host that is asked to stop while somebody waits for it.</summary>
public sealed class DrainSpecs : IDisposable
{
    private readonly TemporaryFolder _files = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    public void Dispose()
    {
        _http.Dispose();
        _files.Dispose();
    }

    [SkippableFact]
    public async Task A_gateway_answers_who_waits_ends_its_event_streams_and_leaves_within_the_stated_time()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no SIGTERM");
        string[] common = ["--data-dir", _files.Path, "--http-port", "0", "--blobs-port", "0", "--remote-port", "0"];
        await using var cloud = HostUnderTest.Start("cloud", common);
        var seed = (await cloud.ReadyAsync()).Urls["remote"].Split('@')[1];
        await using var gateway = HostUnderTest.Start("gateway", [.. common, "--seed", seed]);
        var url = (await gateway.ReadyAsync()).Urls["http"];

        // There is no edge: the request stays open until its deadline.
        var body = new { text = "What is in this picture?", pictures = new[] { new { data = Pictures.Png() } }, deadlineMs = 8_000 };
        using var post = new HttpRequestMessage(HttpMethod.Post, $"{url}/v1/requests?wait=30") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "drain" } } };
        var waiting = _http.SendAsync(post);
        // The key is the request: once it is there, the call that waits for it is in the gateway's hands.
        var id = $"k-{Convert.ToHexStringLower(SHA256.HashData("drain"u8))[..40]}";
        await Eventually.Async(async () => (await _http.GetAsync(new Uri($"{url}/v1/requests/{id}"))).IsSuccessStatusCode, "the request to be accepted");
        using var events = await _http.GetAsync(new Uri($"{url}/v1/requests/{id}/events"), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        Assert.NotNull(await reader.ReadLineAsync());

        var asked = Stopwatch.GetTimestamp();
        var stopped = gateway.TerminateAsync();
        await reader.ReadToEndAsync();
        using var answer = await waiting;

        Assert.Equal(ExitCodes.Ok, await stopped);
        Assert.True(Stopwatch.GetElapsedTime(asked) < RunningHost.DrainTimeout, $"It took {Stopwatch.GetElapsedTime(asked).TotalSeconds:0} s.");
        // Its deadline has passed meanwhile: that is its answer, and it came.
        var status = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").ToString();
        Assert.True(answer.StatusCode is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode} {status}");
    }
}
