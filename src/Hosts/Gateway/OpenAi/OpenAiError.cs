using System.Globalization;
using System.Text.Json.Serialization;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.OpenAi;

/// <summary>A failure in OpenAI's error shape.</summary>
/// <param name="Type">invalid_request_error, server_error: what clients decide by whether to try again.</param>
/// <param name="Code">Ours, as in problem documents.</param>
internal sealed record OpenAiError(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("param")] string? Param,
    [property: JsonPropertyName("code")] string Code)
{
    public static IResult Result(Failure failure, HttpResponse response)
    {
        var status = Problem.StatusOf(failure.Code);
        if (failure.RetryAfter is { } after)
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Json(Body(failure), statusCode: status);
    }

    public static object Body(Failure failure) =>
        new { error = new OpenAiError(failure.Reason, Problem.StatusOf(failure.Code) < 500 ? "invalid_request_error" : "server_error", null, failure.Code) };
}
