using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Following;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace EdgeActors.Gateway.Training;

/// <summary><c>/v1/training/runs</c>: start, look, follow, pause, resume, abort.</summary>
internal static class TrainingRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/v1/training/runs").WithTags("training").RequireScope(Scopes.Train);
        runs.MapPut("{id}", StartAsync)
            .WithName("startTrainingRun")
            .WithSummary("Start a federated training run")
            .WithDescription("A multipart body with three files: plan (the canonical JSON of a checked plan), graph (the network, ONNX), weights (flat float32). The same start again changes nothing.")
            .Accepts<IFormFile>("multipart/form-data")
            .Produces<RunResource>(StatusCodes.Status202Accepted)
            .ProducesProblems(400, 413, 422, 503);
        runs.MapGet("{id}", GetAsync).WithName("getTrainingRun").WithSummary("The run as it stands, with its committed rounds").ProducesProblems(404, 503);
        runs.MapGet("{id}/events", FollowAsync)
            .WithName("followTrainingRun")
            .WithSummary("Everything that happens to the run, as server-sent events until it ends")
            .WithDescription("Each id is the number of a journal entry: Last-Event-ID (or ?after=) goes on after it.")
            .Produces<RunResource>(contentType: "text/event-stream")
            .ProducesProblems(400, 404, 503);
        runs.MapGet("{id}/rounds/{number}", GetRoundAsync)
            .WithName("getTrainingRound").WithSummary("How far each device has come in a round").ProducesProblems(404, 503);
        runs.MapPost("{id}/pause", PauseAsync).WithName("pauseTrainingRun").WithSummary("Open no further round").ProducesProblems(404, 422, 503);
        runs.MapPost("{id}/resume", ResumeAsync)
            .WithName("resumeTrainingRun").WithSummary("Go on; with ?fingerprint= only under that very plan").ProducesProblems(404, 422, 503);
        runs.MapPost("{id}/abort", AbortAsync).WithName("abortTrainingRun").WithSummary("End the run").ProducesProblems(404, 422, 503);
    }

    private static async Task<Accepted<RunResource>> StartAsync(string id, HttpRequest request, TrainingClient client, CancellationToken cancel)
    {
        var run = Parse(id);
        var form = request.HasFormContentType
            ? await request.ReadFormAsync(cancel)
            : throw new ApiException(FailureCodes.InvalidRequest, "A training run is started by a multipart body with the files plan, graph and weights.");
        var plan = Encoding.UTF8.GetString(await FileAsync(form, "plan", cancel));
        await client.StartAsync(run, plan, await FileAsync(form, "graph", cancel), await FileAsync(form, "weights", cancel), cancel);
        return TypedResults.Accepted($"/v1/training/runs/{run}", RunResource.Of(await client.GetAsync(run, cancel)));
    }

    private static async Task<Ok<RunResource>> GetAsync(string id, TrainingClient client, CancellationToken cancel) =>
        TypedResults.Ok(RunResource.Of(await client.GetAsync(Parse(id), cancel)));

    private static async Task<IResult> FollowAsync(
        string id, TrainingClient client, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, [FromQuery] long? after, CancellationToken cancel)
    {
        var run = Parse(id);
        var from = EventStream.After(lastEventId, after);
        // An unknown run is told by a status, which a stream that has begun can't do any more.
        await client.GetAsync(run, cancel);
        return TypedResults.ServerSentEvents(EventsAsync(client, run, from, cancel));
    }

    private static async IAsyncEnumerable<SseItem<RunResource>> EventsAsync(TrainingClient client, RunId run, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var happened in client.FollowAsync(run, after, cancel))
            yield return new(RunResource.Of(happened.View), happened.Kind)
            {
                EventId = happened.Sequence.ToString(CultureInfo.InvariantCulture),
                ReconnectionInterval = EventStream.Reconnect,
            };
    }

    private static async Task<Ok<OpenRoundResource>> GetRoundAsync(string id, string number, TrainingClient client, CancellationToken cancel)
    {
        var run = await client.GetAsync(Parse(id), cancel);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var round) && round > 0 && round <= run.RoundsPlanned
            ? TypedResults.Ok(OpenRoundResource.Of(await client.GetRoundAsync(new(run.Run, round), cancel)))
            : throw new ApiException(Problem.RequestUnknown, $"Run '{run.Run}' has rounds 1 to {run.RoundsPlanned}, no round '{number}'.");
    }

    private static Task<Ok<RunResource>> PauseAsync(string id, TrainingClient client, CancellationToken cancel) =>
        AfterAsync(new RunCommands.PauseRun(Parse(id)), client, cancel);

    private static Task<Ok<RunResource>> ResumeAsync(string id, TrainingClient client, [FromQuery] string? fingerprint, CancellationToken cancel) =>
        AfterAsync(new RunCommands.ResumeRun(Parse(id), fingerprint ?? ""), client, cancel);

    private static Task<Ok<RunResource>> AbortAsync(string id, TrainingClient client, CancellationToken cancel) =>
        AfterAsync(new RunCommands.AbortRun(Parse(id), "aborted through the gateway"), client, cancel);

    private static async Task<Ok<RunResource>> AfterAsync(IRunMessage command, TrainingClient client, CancellationToken cancel)
    {
        await client.AcceptAsync(command, cancel);
        return TypedResults.Ok(RunResource.Of(await client.GetAsync(command.Run, cancel)));
    }

    private static async Task<byte[]> FileAsync(IFormCollection form, string name, CancellationToken cancel)
    {
        var file = form.Files.GetFile(name) ?? throw new ApiException(FailureCodes.InvalidRequest, $"The body has no file '{name}': plan, graph and weights are needed.");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        return bytes.ToArray();
    }

    private static RunId Parse(string id) =>
        Identifier.IsValid(id) ? new(id) : throw new ApiException(Problem.RequestUnknown, "That can't be the id of a training run.");
}
