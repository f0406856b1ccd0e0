using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using Microsoft.AspNetCore.Http.Features;

namespace EdgeActors.Gateway.OpenInference;

/// <summary>
/// The Open Inference Protocol (KServe v2) over HTTP, with Triton's extensions for binary tensors, classification, repository and
/// statistics. Errors are the protocol's own: <c>{"error":"text"}</c>.
/// </summary>
internal static class OpenInferenceRoutes
{
    private const string JsonLength = "Inference-Header-Content-Length";
    private const int LeastAhead = 4_096;
    private const int MostAhead = 1 << 20;
    private static readonly string[] Extensions = ["binary_tensor_data", "classification", "model_repository", "statistics"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var v2 = routes.MapGroup("/v2").WithTags("open inference").AddEndpointFilter(InTheirShapeAsync);
        // Probes carry no key.
        var health = v2.MapGroup("health").AllowAnybody();
        health.MapGet("live", () => TypedResults.Json(new { live = true }));
        health.MapGet("ready", () => TypedResults.Json(new { ready = true }));
        MapModels(v2.MapGroup("").RequireScope(Scopes.Infer));
        var repository = v2.MapGroup("repository/models/{name}").RequireScope(Scopes.Admin);
        repository.MapPost("load", (string name, ModelRepository models, CancellationToken cancel) => models.LoadAsync(name, cancel));
        repository.MapPost("unload", (string name, ModelRepository models, CancellationToken cancel) => models.UnloadAsync(name, cancel));
    }

    private static void MapModels(RouteGroupBuilder v2)
    {
        v2.MapGet("", () => TypedResults.Json(new { name = "edgeactors", version = typeof(OpenInferenceRoutes).Assembly.GetName().Version!.ToString(3), extensions = Extensions }));
        v2.MapGet("models", async (ModelRepository models, CancellationToken cancel) =>
            TypedResults.Json(new { models = (await models.IndexAsync(cancel)).Where(model => model.Ready).Select(model => model.Name) }));
        v2.MapGet("models/stats", async (ModelRepository models, CancellationToken cancel) =>
            TypedResults.Json(new { model_stats = (await models.OpenedAsync(cancel)).Select(model => model.Statistics.Of(model)) }));
        v2.MapPost("repository/index", async (ModelRepository models, CancellationToken cancel) => TypedResults.Json(
            (await models.IndexAsync(cancel)).Select(model => new { name = model.Name, version = model.Version, state = model.Ready ? "READY" : "UNAVAILABLE", reason = "" })));
        foreach (var model in new[] { "models/{name}", "models/{name}/versions/{version}" })
        {
            v2.MapGet(model, MetadataAsync);
            v2.MapGet($"{model}/ready", async (string name, string? version, ModelRepository models, CancellationToken cancel) =>
                TypedResults.Json(new { name = (await models.FindAsync(name, version, cancel)).Name, ready = true }));
            v2.MapGet($"{model}/config", ConfigAsync);
            v2.MapGet($"{model}/stats", StatisticsAsync);
            v2.MapPost($"{model}/infer", InferAsync);
        }
        // In the words that clients read, who otherwise say that they could not decode the answer.
        v2.MapMethods("{**path}", ["GET", "POST", "PUT", "DELETE"], (string? path) => TypedResults.Json(
            new { error = $"there is no /v2/{path} here: this server has the extensions {string.Join(", ", Extensions)}" }, statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
    }

    private static async Task<IResult> StatisticsAsync(string name, string? version, ModelRepository models, CancellationToken cancel)
    {
        var model = await models.FindAsync(name, version, cancel);
        return TypedResults.Json(new { model_stats = new[] { model.Statistics.Of(model) } });
    }

    private static async Task<IResult> MetadataAsync(string name, string? version, ModelRepository models, CancellationToken cancel)
    {
        var model = await models.FindAsync(name, version, cancel);
        return TypedResults.Json(new { name = model.Name, versions = new[] { model.Version }, platform = model.Platform, inputs = model.Inputs, outputs = model.Outputs });
    }

    private static async Task<IResult> ConfigAsync(string name, string? version, ModelRepository models, CancellationToken cancel)
    {
        var model = await models.FindAsync(name, version, cancel);
        return TypedResults.Json(new { name = model.Name, platform = model.Platform, max_batch_size = 0, input = model.Inputs.Select(Config), output = model.Outputs.Select(Config) });

        static object Config(TensorSignature tensor) => new { name = tensor.Name, data_type = $"TYPE_{(tensor.DataType == "BYTES" ? "STRING" : tensor.DataType)}", dims = tensor.Shape };
    }

    private static async Task<IResult> InferAsync(
        HttpContext context, string name, string? version, ModelRepository models, ApiLimits limits, TimeProvider time, CancellationToken cancel)
    {
        var model = await models.FindAsync(name, version, cancel);
        var (request, reading) = await ReadAsync(context, limits, cancel);
        if (request.Outputs.FirstOrDefault(wanted => model.Outputs.All(known => known.Name != wanted.Name)) is { } unknown)
            throw InferenceProblem.Invalid($"unexpected output '{unknown.Name}' for model '{name}': it has {string.Join(", ", model.Outputs.Select(known => known.Name))}");
        var (started, ran, succeeded) = (Stopwatch.GetTimestamp(), default(TimeSpan?), false);
        try
        {
            var answer = await model.RunAsync(request.Inputs, cancel);
            ran = Stopwatch.GetElapsedTime(started);
            foreach (var input in request.Inputs)
                TensorMemory.Return(input.Raw);
            var response = InferResponse.Of(request, model.Name, model.Version, Chosen(request, model, answer.Outputs), answer.Parameters);
            succeeded = true;
            return Reply(context.Response, response);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(started);
            model.Statistics.Record(new(reading, ran ?? took, took - (ran ?? took)), succeeded, time.GetUtcNow());
        }
    }

    private static IReadOnlyList<InferTensor> Chosen(InferRequest request, ServedModel model, IReadOnlyList<InferTensor> outputs) => request.Outputs.Count == 0
        ? outputs
        : [.. request.Outputs.Select(wanted => outputs.First(output => output.Name == wanted.Name) is var output && wanted.Classes > 0 ? Classes(output, model.Labels, wanted.Classes) : output)];

    /// <summary>The best k of an FP32 output as <c>score:index:label</c>, for each row of its batch.</summary>
    private static InferTensor Classes(InferTensor output, IReadOnlyList<string> labels, int classes)
    {
        if (output.Type.Name != "FP32" || output.Shape.Length == 0 || output.Shape[^1] == 0)
            throw InferenceProblem.Invalid($"classification needs an FP32 output with classes in its last dimension; '{output.Name}' is {output.Type.Name}");
        var width = (int)output.Shape[^1];
        var kept = Math.Min(classes, width);
        var scores = MemoryMarshal.Cast<byte, float>(output.Raw).ToArray();
        var elements = scores.Chunk(width).SelectMany(row => row.Index().OrderByDescending(score => score.Item).Take(kept)).Select(score =>
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{score.Item:F6}:{score.Index}{(score.Index < labels.Count ? $":{labels[score.Index]}" : "")}")));
        return new(output.Name, DataType.Bytes, [.. output.Shape[..^1], kept], [], [.. elements]);
    }

    private static IResult Reply(HttpResponse response, InferResponse infer)
    {
        if (infer.JsonLength is { } length)
            response.Headers[JsonLength] = length.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Bytes(infer.Body, infer.JsonLength is null ? "application/json" : "application/octet-stream");
    }

    /// <summary>The body is read into memory of the pool and given back: what a request keeps of it are its tensors.</summary>
    private static async Task<(InferRequest Request, TimeSpan Took)> ReadAsync(HttpContext context, ApiLimits limits, CancellationToken cancel)
    {
        // Counted after decompression too: what unpacks to more than the limit is refused at the limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limits.MaxBodyBytes;
        var jsonLength = JsonLengthOf(context.Request);
        // Room for the whole at once where its length was said, within what a caller who sends nothing may cost. One byte more tells the end.
        var body = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((context.Request.ContentLength ?? 0) + 1, LeastAhead, MostAhead));
        try
        {
            var length = 0;
            for (int read; (read = await context.Request.Body.ReadAsync(body.AsMemory(length), cancel)) > 0;)
            {
                length += read;
                if (length > limits.MaxBodyBytes)
                    throw new InferenceProblem(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {limits.MaxBodyBytes} bytes");
                if (length == body.Length)
                    body = Grown(body);
            }
            var started = Stopwatch.GetTimestamp();
            return (InferRequestReader.Read(body.AsSpan(0, length), jsonLength), Stopwatch.GetElapsedTime(started));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static byte[] Grown(byte[] body)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * body.Length);
        body.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(body);
        return larger;
    }

    private static int? JsonLengthOf(HttpRequest request) => request.Headers[JsonLength] switch
    {
        [] => null,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) => length,
        var other => throw InferenceProblem.Invalid($"{JsonLength} is '{other}', which is no length"),
    };

    private static async ValueTask<object?> InTheirShapeAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            return await next(call);
        }
        catch (InferenceProblem problem)
        {
            return TypedResults.Json(new { error = problem.Message }, statusCode: problem.Status);
        }
        catch (Exception e) when (e is not OperationCanceledException && !call.HttpContext.Response.HasStarted)
        {
            var failure = ApiErrors.FailureOf(e);
            return TypedResults.Json(new { error = failure.Reason }, statusCode: Problem.StatusOf(failure.Code));
        }
    }
}
