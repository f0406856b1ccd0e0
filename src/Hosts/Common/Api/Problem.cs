using System.Diagnostics;
using EdgeActors.Messages;
using Microsoft.AspNetCore.Http;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>Errors as RFC 9457 problem details. The type is <c>urn:edgeactors:problem:</c> and a stable code.</summary>
public static class Problem
{
    public const string TypePrefix = "urn:edgeactors:problem:";

    // Codes of the HTTP surface alone; the others are FailureCodes.
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string BodyTooLarge = "body-too-large";
    public const string NotFound = "not-found";
    public const string RequestUnknown = "request-unknown";
    public const string CloudUnavailable = "cloud-unavailable";
    public const string IdempotencyConflict = "idempotency-conflict";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string RateLimited = "rate-limited";
    public const string KeysUnreadable = "keys-unreadable";
    public const string TicketUnknown = "ticket-unknown";
    public const string AuthorityMissing = "authority-missing";
    public const string CertificatesUnusable = "certificates-unusable";

    /// <summary>The HTTP status of every code, failures of requests included.</summary>
    public static int StatusOf(string code) => code switch
    {
        FailureCodes.InvalidRequest or FailureCodes.PictureUnreadable => StatusCodes.Status400BadRequest,
        Unauthorized => StatusCodes.Status401Unauthorized,
        FailureCodes.PolicyRefused or Forbidden => StatusCodes.Status403Forbidden,
        FailureCodes.DeviceUnknown or FailureCodes.PictureMissing or NotFound or RequestUnknown or TicketUnknown => StatusCodes.Status404NotFound,
        FailureCodes.RequestConflict or FailureCodes.Cancelled => StatusCodes.Status409Conflict,
        BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        FailureCodes.NeedsClarification or FailureCodes.Unsupported or FailureCodes.Refused or FailureCodes.TaskNotPlaceable or IdempotencyConflict =>
            StatusCodes.Status422UnprocessableEntity,
        RateLimited => StatusCodes.Status429TooManyRequests,
        FailureCodes.InferenceFailed or FailureCodes.BundleRefused => StatusCodes.Status500InternalServerError,
        FailureCodes.TensorCorrupt => StatusCodes.Status502BadGateway,
        FailureCodes.DeviceOffline or FailureCodes.LinkLost or FailureCodes.EdgeUnavailable or FailureCodes.BlobUnavailable or FailureCodes.Overloaded
            or FailureCodes.ModelMissing or FailureCodes.PlannerFailed or FailureCodes.JournalUnavailable or CloudUnavailable or KeysUnreadable or AuthorityMissing or CertificatesUnusable =>
            StatusCodes.Status503ServiceUnavailable,
        FailureCodes.DeadlinePassed => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static ProblemResult Of(string code, string reason, TimeSpan? retryAfter = null) => Of(new Failure(code, reason, retryAfter));

    /// <param name="request">The request as far as it came, where there is one.</param>
    public static ProblemResult Of(Failure failure, RequestResource? request = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = failure.Code };
        if (Activity.Current is { } activity)
            extensions["traceId"] = activity.TraceId.ToString();
        var retryAfter = RetryAfter(failure);
        if (retryAfter is { } after)
            extensions["retryAfterMs"] = after.TotalMilliseconds;
        if (request is { })
        {
            extensions["reached"] = request.Answer;
            extensions["request"] = request;
        }
        var problem = TypedResults.Problem(
            detail: failure.Reason, statusCode: StatusOf(failure.Code), title: failure.Code.Replace('-', ' '), type: TypePrefix + failure.Code,
            instance: request is { } ? $"/v1/requests/{request.Id}" : null, extensions: extensions);
        return new ProblemResult(problem, retryAfter);
    }

    /// <summary>Every 503 says when to come back, even where nobody knows better than soon.</summary>
    private static TimeSpan? RetryAfter(Failure failure) =>
        failure.RetryAfter ?? (StatusOf(failure.Code) == StatusCodes.Status503ServiceUnavailable ? TimeSpan.FromSeconds(1) : null);
}
