using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <param name="Code">Stable, for programs.</param>
/// <param name="RetryAfterMs">When trying again may help.</param>
public sealed record FailureResource(string Code, string Reason, double? RetryAfterMs)
{
    public static FailureResource Of(Failure failure) => new(failure.Code, failure.Reason, failure.RetryAfter?.TotalMilliseconds);
}
