using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Planning.Tests.Gpt;

/// <summary>
/// A server on loopback that speaks the wire format of chat completions, Azure's and OpenAI's, and does what a test tells it: answers, in
/// turn, and misbehaves. The last answer is repeated.
/// </summary>
internal sealed class LoopbackGpt : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private Func<HttpContext, Task>? _last;

    private LoopbackGpt(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Every request: path with query, the key it came with, and its body.</summary>
    public ConcurrentQueue<(string Path, string Key, JsonNode Body)> Requests { get; } = new();

    public static async Task<LoopbackGpt> StartAsync(params Func<HttpContext, Task>[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LoopbackGpt(app);
        foreach (var answer in answers)
            server._answers.Enqueue(answer);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public static Func<HttpContext, Task> Says(string content, string model = "gpt-test-2024", string finish = "stop", int cached = 0) =>
        context => context.Response.WriteAsJsonAsync(Completion(new JsonObject { ["role"] = "assistant", ["content"] = content }, model, finish, cached));

    public static Func<HttpContext, Task> Refuses(string why) =>
        context => context.Response.WriteAsJsonAsync(Completion(new JsonObject { ["role"] = "assistant", ["content"] = null, ["refusal"] = why }, "gpt-test-2024", "stop", 0));

    public static Func<HttpContext, Task> Fails(int status, string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsJsonAsync(new { error = new { code = $"{status}", message = "as told" } });
    };

    public static Func<HttpContext, Task> Writes(string body) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    };

    /// <summary>Takes the request and never answers.</summary>
    public static async Task Hangs(HttpContext context)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has given up, as it should.
        }
    }

    /// <summary>Breaks off in the middle of the body.</summary>
    public static async Task Breaks(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 4000;
        await context.Response.WriteAsync("""{"id":"x","choices":[{"message":{"content":"{\"sta""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        var key = context.Request.Headers["api-key"].FirstOrDefault() ?? context.Request.Headers.Authorization.FirstOrDefault() ?? "";
        Requests.Enqueue(($"{context.Request.Path}{context.Request.QueryString}", key, body));
        if (_answers.TryDequeue(out var next))
            _last = next;
        await _last!(context);
    }

    private static JsonObject Completion(JsonObject message, string model, string finish, int cached) => new()
    {
        ["id"] = "chatcmpl-1",
        ["object"] = "chat.completion",
        ["created"] = 1_700_000_000,
        ["model"] = model,
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish, ["logprobs"] = null }),
        ["usage"] = new JsonObject
        {
            ["prompt_tokens"] = 1000,
            ["completion_tokens"] = 200,
            ["total_tokens"] = 1200,
            ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = cached },
        },
    };
}
