using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>A problem document with the <c>Retry-After</c> header that its status asks for.</summary>
public sealed class ProblemResult(ProblemHttpResult problem, TimeSpan? retryAfter) : IResult
{
    public int StatusCode => problem.StatusCode;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfter is { } after)
            // Whole seconds, rounded up: a client that keeps to it is never early.
            httpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return problem.ExecuteAsync(httpContext);
    }
}
