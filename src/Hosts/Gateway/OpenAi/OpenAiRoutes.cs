using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Requests;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;
using Microsoft.AspNetCore.Http.Features;
using Failure = EdgeActors.Messages.Failure;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>
/// The chat completions protocol of OpenAI, so that clients which exist can ask: a picture as a data URI and a text become a request, its
/// answer an assistant's message. <c>POST /v1/chat/completions</c>, <c>GET /v1/models</c>.
/// </summary>
internal static class OpenAiRoutes
{
    // A member that is null is left out: a chunk carries only what is new.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32 };

    public static bool Owns(PathString path) => path.StartsWithSegments("/v1/chat") || path.StartsWithSegments("/v1/models");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var openAi = routes.MapGroup("/v1").WithTags("openai").AddEndpointFilter(InTheirShapeAsync).RequireScope(Scopes.Infer);
        openAi.MapPost("chat/completions", CompleteAsync).WithName("createChatCompletion").WithSummary("Ask as an OpenAI client does")
            .Accepts<ChatBody>("application/json").Produces<object>();
        openAi.MapGet("models", ListAsync).WithName("listModels").WithSummary("The names that 'model' may have");
    }

    private static async Task<IResult> CompleteAsync(
        HttpContext context, RequestIntake intake, RequestClient client, ApiLimits limits, CancellationToken cancel)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.MaxBodyBytes;
        var body = await JsonSerializer.DeserializeAsync<ChatBody>(context.Request.Body, Json, cancel)
            ?? throw new ApiException(FailureCodes.InvalidRequest, "The body is null: send an object.");
        var draft = ChatQuestion.Read(body, limits);
        var model = body.Model ?? ChatModels.Planned;
        var id = await intake.SubmitAsync(draft, cancel);
        if (body.Stream == true)
        {
            await StreamAsync(context.Response, client, id, model, draft.Deadline, cancel);
            return Results.Empty;
        }
        var view = await client.WaitAsync(id, draft.Deadline + RequestClient.DeadlineSlack, cancel);
        return FailureOf(view) is { } failure
            ? OpenAiError.Result(failure, context.Response)
            : TypedResults.Json(ChatCompletion.Of(view, model), Json);
    }

    /// <summary>Server-sent events without names, the last one <c>[DONE]</c>; an error in the middle is an event too.</summary>
    private static async Task StreamAsync(HttpResponse response, RequestClient client, RequestId id, string model, TimeSpan deadline, CancellationToken cancel)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        await SendAsync(ChatCompletion.Begin(await client.GetAsync(id, cancel), model));
        var view = await client.WaitAsync(id, deadline + RequestClient.DeadlineSlack, cancel);
        if (FailureOf(view) is { } failure)
        {
            await SendAsync(OpenAiError.Body(failure));
        }
        else
        {
            await SendAsync(ChatCompletion.Content(view, model));
            await SendAsync(ChatCompletion.End(view, model));
        }
        await response.WriteAsync("data: [DONE]\n\n", cancel);

        async Task SendAsync(object chunk)
        {
            await response.WriteAsync($"data: {JsonSerializer.Serialize(chunk, Json)}\n\n", cancel);
            await response.Body.FlushAsync(cancel);
        }
    }

    /// <summary>Why there is no message to read; null when there is one.</summary>
    private static Failure? FailureOf(RequestView view) => view switch
    {
        { Failure: { } failure } => ChatCompletion.IsConversation(failure) ? null : failure,
        { Status: RequestStatuses.Completed } => null,
        _ => new Failure(FailureCodes.DeadlinePassed, $"The request {view.Request} had not ended when its deadline had passed: its cloud host may be starting again."),
    };

    private static async Task<IResult> ListAsync(GatewayActors actors, TimeProvider time, CancellationToken cancel)
    {
        var devices = await actors.Directory.Ask<DeviceReplies.DeviceList>(new DeviceQueries.ListDevices(), GatewayActors.AnswerWithin, cancel);
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        return TypedResults.Json(new
        {
            @object = "list",
            data = devices.Devices.Where(device => device.Online).Select(device => ChatModels.On(device.Device)).Prepend(ChatModels.Planned)
                .Select(id => new { id, @object = "model", created, owned_by = "edgeactors" }),
        });
    }

    private static async ValueTask<object?> InTheirShapeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (Exception e) when (e is not OperationCanceledException && !call.HttpContext.Response.HasStarted)
        {
            return OpenAiError.Result(ApiErrors.FailureOf(e), call.HttpContext.Response);
        }
    }
}
