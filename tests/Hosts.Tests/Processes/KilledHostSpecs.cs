using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EdgeActors.Hosts.Tests.Support;
using FreePort = EdgeActors.Cli.FreePort;

namespace EdgeActors.Hosts.Tests.Processes;

/// <summary>The four tiers as processes; each is killed in turn, started again with the same command, and all work goes on.</summary>
public sealed class KilledHostSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _files = new();
    private readonly Dictionary<string, HostUnderTest> _hosts = [];
    private readonly int _remote = FreePort.Find();
    private readonly int _edgeRemote = FreePort.Find();
    private readonly int _link = FreePort.Find();
    private readonly int _gateway = FreePort.Find();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public Task InitializeAsync()
    {
        TestModel.Write(_files["models"]);
        Directory.CreateDirectory(_files["pictures"]);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "pictures", "ship.jpg"), _files["pictures", "ship.jpg"]);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.Values)
            await host.DisposeAsync();
        _http.Dispose();
        _files.Dispose();
    }

    [Fact]
    public async Task Each_host_may_be_killed_and_comes_back_to_its_work()
    {
        await StartAsync("cloud");
        await Task.WhenAll(StartAsync("edge"), StartAsync("gateway"));
        await StartAsync("device");
        await AnswersAsync("after the start");

        foreach (var tier in (string[])["edge", "device", "gateway"])
        {
            await _hosts[tier].KillAsync();
            await StartAsync(tier);
            await AnswersAsync($"after {tier} was killed");
        }

        // Accepted before the crash of the cloud: finished or reported failed after it, never forgotten.
        var accepted = await SubmitAsync(wait: 0);
        Assert.Equal(HttpStatusCode.Accepted, accepted.Status);
        await _hosts["cloud"].KillAsync();
        await StartAsync("cloud");
        var id = accepted.Body.GetProperty("id").GetString();
        var ended = await EventuallyAsync(
            async () => await GetAsync($"/v1/requests/{id}"),
            reply => reply.Status == HttpStatusCode.OK && reply.Body.GetProperty("status").GetString() is "completed" or "failed",
            $"request {id} to end after the cloud was killed");
        Assert.True(ended.Body.TryGetProperty("endedAt", out _));
        await AnswersAsync("after the cloud was killed");
    }

    private async Task StartAsync(string tier)
    {
        string[] common = ["--data-dir", _files.Path, "--http-port", tier == "gateway" ? $"{_gateway}" : "0"];
        string[] member = ["--blobs-port", "0", "--seed", $"127.0.0.1:{_remote}"];
        var host = HostUnderTest.Start(tier, tier switch
        {
            "cloud" => [.. common, "--blobs-port", "0", "--remote-port", $"{_remote}", "--models", _files["models"]],
            "edge" => [.. common, .. member, "--remote-port", $"{_edgeRemote}", "--link-port", $"{_link}", "--models", _files["models"]],
            "gateway" => [.. common, .. member, "--remote-port", "0"],
            _ => [.. common, "--device", "camera", "--edge", $"https://127.0.0.1:{_link}", "--pictures", _files["pictures"]],
        });
        lock (_hosts)
            _hosts[tier] = host;
        await host.ReadyAsync();
    }

    private Task AnswersAsync(string when) => EventuallyAsync(
        () => SubmitAsync(wait: 10),
        reply => reply.Status == HttpStatusCode.OK && reply.Body.GetProperty("status").GetString() == "completed" && reply.Body.GetProperty("answer").GetString()!.Length > 0,
        $"an answer {when}");

    private async Task<Reply> SubmitAsync(int wait)
    {
        using var response = await _http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{_gateway}/v1/requests?wait={wait}"),
            new { text = "What is in this picture?", device = "camera", pictures = new[] { new { onDevice = "ship" } }, deadlineMs = 20_000 });
        return await ReadAsync(response);
    }

    private async Task<Reply> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{_gateway}{path}"));
        return await ReadAsync(response);
    }

    private static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new Reply(response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, text);
    }

    private async Task<Reply> EventuallyAsync(Func<Task<Reply>> ask, Func<Reply, bool> isGood, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        while (true)
        {
            string last;
            try
            {
                var reply = await ask();
                if (isGood(reply))
                    return reply;
                last = $"{(int)reply.Status} {reply.Text}";
            }
            catch (HttpRequestException e)
            {
                last = e.Message;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds:0} s for {what}; the last reply was {last}\n{string.Join('\n', _hosts.Select(host => $"== {host.Key}\n{Tail(host.Value.Errors)}"))}");
            await timer.WaitForNextTickAsync();
        }
    }

    private static string Tail(string text) => text.Length <= 3000 ? text : text[^3000..];

    private sealed record Reply(HttpStatusCode Status, JsonElement Body, string Text);
}
