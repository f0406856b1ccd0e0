using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Gateway;

/// <summary>The gateway's REST API as the commands use it.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    public GatewayClient(Uri gateway) => _http = new HttpClient { BaseAddress = gateway, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends the request and returns as soon as it is journaled, or with its end where <paramref name="wait"/> allows.</summary>
    /// <exception cref="GatewayProblem">It was refused, or ended without an answer.</exception>
    public async Task<RequestResource> SubmitAsync(Question question, TimeSpan wait, CancellationToken cancel)
    {
        using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/requests") { Content = Form(question) };
        if (wait > TimeSpan.Zero)
            post.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={wait.TotalSeconds}"));
        using var response = await SendAsync(post, cancel);
        return (await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options, cancel))!;
    }

    public async Task<RequestResource> GetAsync(string id, CancellationToken cancel)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/v1/requests/{Uri.EscapeDataString(id)}"), cancel);
        return (await response.Content.ReadFromJsonAsync<RequestResource>(ApiJson.Options, cancel))!;
    }

    public async Task CancelAsync(string id, CancellationToken cancel)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/v1/requests/{Uri.EscapeDataString(id)}"), cancel);
    }

    /// <summary>Every event of the request, past ones first, until it has ended.</summary>
    public async IAsyncEnumerable<(string Kind, RequestResource Request)> FollowAsync(string id, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/v1/requests/{Uri.EscapeDataString(id)}/events"), cancel);
        var parser = SseParser.Create(
            await response.Content.ReadAsStreamAsync(cancel), (_, data) => JsonSerializer.Deserialize<RequestResource>(data, ApiJson.Options)!);
        await foreach (var item in parser.EnumerateAsync(cancel))
            yield return (item.EventType, item.Data);
    }

    /// <summary>Pins a model's split on a device, or with a null cut lets the coordinator choose again.</summary>
    public async Task PinSplitAsync(string device, string model, string? cut, string? codec, CancellationToken cancel)
    {
        var path = $"/v1/devices/{Uri.EscapeDataString(device)}/splits/{Uri.EscapeDataString(model)}/pin";
        using var change = cut is null
            ? new HttpRequestMessage(HttpMethod.Delete, path)
            : new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { cut, codec }) };
        using var response = await SendAsync(change, cancel);
    }

    /// <summary>Any JSON resource, for commands that only show it.</summary>
    public async Task<JsonElement> GetJsonAsync(string path, CancellationToken cancel)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancel);
        return await response.Content.ReadFromJsonAsync<JsonElement>(cancel);
    }

    /// <param name="weights">Flat, in the order of the network's trainable parameters.</param>
    public async Task<RunResource> StartRunAsync(string id, string planJson, byte[] graph, float[] weights, CancellationToken cancel)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(planJson)), "plan", "plan.json" },
            { new ByteArrayContent(graph), "graph", "graph.onnx" },
            { new ByteArrayContent(MemoryMarshal.AsBytes<float>(weights).ToArray()), "weights", "weights.bin" },
        };
        return await RunAsync(new HttpRequestMessage(HttpMethod.Put, PathOf(id)) { Content = form }, cancel);
    }

    public async Task<int> CountOnlineDevicesAsync(CancellationToken cancel) =>
        (await GetJsonAsync("/v1/devices", cancel)).EnumerateArray().Count(device => device.GetProperty("online").GetBoolean());

    public Task<RunResource> GetRunAsync(string id, CancellationToken cancel) => RunAsync(new HttpRequestMessage(HttpMethod.Get, PathOf(id)), cancel);

    public async Task<OpenRoundResource> GetRoundAsync(string run, int number, CancellationToken cancel)
    {
        using var response = await SendAsync(new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{PathOf(run)}/rounds/{number}")), cancel);
        return (await response.Content.ReadFromJsonAsync<OpenRoundResource>(ApiJson.Options, cancel))!;
    }

    /// <summary>Every event of the run after a number, until it ends or the connection does: then go on after the last one.</summary>
    public async IAsyncEnumerable<(long Sequence, string Kind, RunResource Run)> FollowRunAsync(string id, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, $"{PathOf(id)}/events");
        get.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var response = await SendAsync(get, cancel);
        var parser = SseParser.Create(
            await response.Content.ReadAsStreamAsync(cancel), (_, data) => JsonSerializer.Deserialize<RunResource>(data, ApiJson.Options)!);
        await foreach (var item in parser.EnumerateAsync(cancel))
            yield return (long.Parse(item.EventId!, CultureInfo.InvariantCulture), item.EventType, item.Data);
    }

    /// <param name="action">pause, resume or abort.</param>
    public Task<RunResource> ActOnRunAsync(string id, string action, CancellationToken cancel) =>
        RunAsync(new HttpRequestMessage(HttpMethod.Post, $"{PathOf(id)}/{action}"), cancel);

    /// <summary>No answer, half an answer, or one that says that the cloud is away: asking again later may help.</summary>
    public static bool IsAway(Exception broken) =>
        broken is HttpRequestException or IOException or CommandFailed { InnerException: HttpRequestException } or GatewayProblem { Status: >= HttpStatusCode.InternalServerError };

    public void Dispose() => _http.Dispose();

    private static string PathOf(string run) => $"/v1/training/runs/{Uri.EscapeDataString(run)}";

    private async Task<RunResource> RunAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using var response = await SendAsync(request, cancel);
        return (await response.Content.ReadFromJsonAsync<RunResource>(ApiJson.Options, cancel))!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailed($"No gateway answers at {_http.BaseAddress}: {e.Message} Start one with 'edgeactors up', or name it with --gateway.", cause: e);
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ProblemOfAsync(response, cancel);
    }

    private static async Task<GatewayProblem> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var text = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(text);
            var request = problem.TryGetProperty("request", out var reached) ? reached.Deserialize<RequestResource>(ApiJson.Options) : null;
            return new(
                response.StatusCode, problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!, response.Headers.RetryAfter?.Delta, request);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new(response.StatusCode, "unreadable", text.Length > 0 ? text : response.ReasonPhrase ?? "no reason given", null, null);
        }
    }

    private static MultipartFormDataContent Form(Question question)
    {
        var form = new MultipartFormDataContent { { new StringContent(question.Text), "text" } };
        foreach (var picture in question.Pictures)
        {
            var file = new ByteArrayContent(picture.Bytes);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(file, "picture", picture.Name);
        }
        foreach (var id in question.OnDevice)
            form.Add(new StringContent(id), "onDevice");
        if (question.Device is { } device)
            form.Add(new StringContent(device), "device");
        if (question.AccuracyLossBudget is { } budget)
            form.Add(new StringContent(budget.ToString("R", CultureInfo.InvariantCulture)), "accuracyLossBudget");
        if (question.Deadline is { } deadline)
            form.Add(new StringContent(deadline.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture)), "deadlineMs");
        return form;
    }
}
