using System.Net;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Gateway;

/// <summary>The gateway refused, or a request ended without an answer: its problem document as an exception.</summary>
internal sealed class GatewayProblem(HttpStatusCode status, string code, string detail, TimeSpan? retryAfter, RequestResource? request)
    : CommandFailed($"{code} ({(int)status}): {detail}")
{
    public HttpStatusCode Status { get; } = status;

    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The request as far as it came, where it was taken in.</summary>
    public RequestResource? Request { get; } = request;
}
