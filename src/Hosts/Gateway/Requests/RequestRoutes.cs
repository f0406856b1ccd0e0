using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Following;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeActors.Gateway.Requests;

/// <summary><c>/v1/requests</c>: ask, look, follow, cancel.</summary>
internal static class RequestRoutes
{
    // Each is an entity that is asked.
    private const int MostListed = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/requests").WithTags("requests").RequireScope(Scopes.Infer);
        requests.MapPost("", SubmitAsync)
            .WithName("submitRequest")
            .WithSummary("Ask about pictures in plain language")
            .WithDescription(
                "202 with the request's address once it is journaled; with `Prefer: wait=SECONDS` (or ?wait=SECONDS) 200 with the answer if it is there in time. "
                + "Multipart bodies carry the JSON's members as fields and pictures as files. The same Idempotency-Key gets the same request.")
            .Accepts<SubmitBody>("application/json", "multipart/form-data")
            .Produces<RequestResource>()
            .Produces<RequestResource>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 404, 413, 415, 422, 503, 504);
        requests.MapGet("", ListAsync)
            .WithName("listRequests")
            .WithSummary("The newest requests that this gateway has taken in, newest first")
            .ProducesProblems(503);
        requests.MapGet("{id}", GetAsync).WithName("getRequest").WithSummary("The request as it stands").ProducesProblems(404, 503);
        requests.MapDelete("{id}", CancelAsync).WithName("cancelRequest").WithSummary("End the request").ProducesProblems(404, 503);
        requests.MapGet("{id}/events", FollowAsync)
            .WithName("followRequest")
            .WithSummary("Everything that happens to the request, as server-sent events until it ends")
            .WithDescription("Each id is the number of a journal entry: Last-Event-ID (or ?after=) goes on after it.")
            .Produces<RequestResource>(contentType: "text/event-stream")
            .ProducesProblems(404, 503);
    }

    private static async Task<IResult> SubmitAsync(
        HttpContext context, RequestIntake intake, RequestClient client, [FromQuery] double? wait, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        CancellationToken cancel)
    {
        var patience = Patience(wait, context.Request.Headers["Prefer"]);
        var id = await intake.SubmitAsync(context.Request, idempotencyKey, cancel);
        var location = $"/v1/requests/{id}";
        var view = patience > TimeSpan.Zero ? await client.WaitAsync(id, patience, cancel) : await client.GetAsync(id, cancel);
        var resource = RequestResource.Of(view);
        if (patience <= TimeSpan.Zero || !RequestStatuses.IsFinal(view.Status))
            return TypedResults.Accepted(location, resource);
        context.Response.Headers.ContentLocation = location;
        return view.Failure is { } failure ? Problem.Of(failure, resource) : TypedResults.Ok(resource);
    }

    private static async Task<Ok<RequestResource[]>> ListAsync(RequestClient client, [FromQuery] int? limit, CancellationToken cancel)
    {
        if (limit is < 1 or > MostListed)
            throw new ApiException(FailureCodes.InvalidRequest, $"limit = {limit}: 1 to {MostListed} is allowed.");
        var views = await Task.WhenAll(client.Recent.Take(limit ?? MostListed).Select(id => FindAsync(client, id, cancel)));
        return TypedResults.Ok<RequestResource[]>([.. views.OfType<RequestView>().Select(RequestResource.Of)]);
    }

    /// <summary>Null where the journal no longer has it: what a gateway remembers may be older.</summary>
    private static async Task<RequestView?> FindAsync(RequestClient client, RequestId id, CancellationToken cancel)
    {
        try
        {
            return await client.GetAsync(id, cancel);
        }
        catch (ApiException e) when (e.Failure.Code == Problem.RequestUnknown)
        {
            return null;
        }
    }

    private static async Task<Ok<RequestResource>> GetAsync(string id, RequestClient client, CancellationToken cancel) =>
        TypedResults.Ok(RequestResource.Of(await client.GetAsync(Parse(id), cancel)));

    private static async Task<Ok<RequestResource>> CancelAsync(string id, RequestClient client, CancellationToken cancel) =>
        TypedResults.Ok(RequestResource.Of(await client.CancelAsync(Parse(id), "cancelled through the gateway", cancel)));

    private static async Task<IResult> FollowAsync(
        string id, RequestClient client, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, [FromQuery] long? after, CancellationToken cancel)
    {
        var request = Parse(id);
        var from = EventStream.After(lastEventId, after);
        // An unknown request is told by a status, which a stream that has begun can't do any more.
        await client.GetAsync(request, cancel);
        return TypedResults.ServerSentEvents(EventsAsync(client, request, from, cancel));
    }

    private static async IAsyncEnumerable<SseItem<RequestResource>> EventsAsync(
        RequestClient client, RequestId request, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var happened in client.FollowAsync(request, after, cancel))
            yield return new(RequestResource.Of(happened.View), happened.Kind)
            {
                EventId = happened.Sequence.ToString(CultureInfo.InvariantCulture),
                ReconnectionInterval = EventStream.Reconnect,
            };
    }

    private static RequestId Parse(string id) =>
        Identifier.IsValid(id) ? new(id) : throw new ApiException(Problem.RequestUnknown, "That can't be the id of a request.");

    /// <summary><c>Prefer: wait=5</c> (RFC 7240) or <c>?wait=5</c>, in seconds; anything else is a preference that is not ours.</summary>
    private static TimeSpan Patience(double? wait, string? prefer)
    {
        var seconds = wait ?? (prefer ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)
            .Where(preference => preference.StartsWith("wait=", StringComparison.OrdinalIgnoreCase))
            .Select(preference => double.TryParse(preference.AsSpan(5), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0)
            .FirstOrDefault();
        return double.IsFinite(seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, ApiLimits.Default.MaxDeadline.TotalSeconds + 1)) : TimeSpan.Zero;
    }
}
