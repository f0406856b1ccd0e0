using System.Text.Json;
using EdgeActors.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using AskTimeoutException = Akka.Actor.AskTimeoutException;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>Turns whatever an API route throws, and every bare error status, into a problem document.</summary>
public static partial class ApiErrors
{
    /// <param name="applies">Whether a path belongs to this API; other protocols have error shapes of their own.</param>
    public static void UseApiProblems(this IApplicationBuilder app, Func<PathString, bool> applies)
    {
        app.Use(async (context, next) =>
        {
            if (!applies(context.Request.Path))
            {
                await next(context);
                return;
            }
            try
            {
                await next(context);
                if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
                    await Bare(context).ExecuteAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The caller has hung up; nobody reads an answer.
            }
            catch (Exception e) when (!context.Response.HasStarted)
            {
                await Explain(context, e).ExecuteAsync(context);
            }
        });
    }

    /// <summary>The failure that an exception of an API route stands for.</summary>
    public static Failure FailureOf(Exception e) => e switch
    {
        ApiException api => api.Failure,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } large => new(Problem.BodyTooLarge, large.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } type => new(Problem.UnsupportedMediaType, type.Message),
        BadHttpRequestException { InnerException: JsonException json } => new(FailureCodes.InvalidRequest, json.Message),
        BadHttpRequestException or JsonException or InvalidDataException => new(FailureCodes.InvalidRequest, e.Message),
        AskTimeoutException => new(Problem.CloudUnavailable, "No cloud or edge host answered in time: it may be starting, or the cluster is moving its work. Try again."),
        _ => new("internal", "The host failed in a way it did not expect; its log has the details under this trace id."),
    };

    private static ProblemResult Explain(HttpContext context, Exception e)
    {
        var failure = FailureOf(e);
        if (Problem.StatusOf(failure.Code) == StatusCodes.Status500InternalServerError)
            LogUnexpected(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("EdgeActors.Api"), e, context.Request.Method, context.Request.Path);
        return Problem.Of(failure);
    }

    private static IResult Bare(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problem.Of(Problem.NotFound, $"There is nothing at {context.Request.Path}: see /openapi/v1.json for what there is."),
        StatusCodes.Status415UnsupportedMediaType => Problem.Of(Problem.UnsupportedMediaType, $"{context.Request.Path} does not take '{context.Request.ContentType}'."),
        StatusCodes.Status413PayloadTooLarge => Problem.Of(Problem.BodyTooLarge, "The body is larger than this host takes."),
        var status => TypedResults.Problem(statusCode: status, type: $"{Problem.TypePrefix}http-{status}"),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed unexpectedly")]
    private static partial void LogUnexpected(ILogger log, Exception e, string method, string path);
}
