using EdgeActors.Messages;

namespace EdgeActors.Hosts.Common.Api;

/// <summary>Ends an HTTP call with a problem document.</summary>
public sealed class ApiException(Failure failure) : Exception(failure.ToString())
{
    public ApiException(string code, string reason, TimeSpan? retryAfter = null)
        : this(new Failure(code, reason, retryAfter))
    {
    }

    public Failure Failure { get; } = failure;
}
