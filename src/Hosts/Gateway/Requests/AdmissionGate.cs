using System.Threading.RateLimiting;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;

namespace EdgeActors.Gateway.Requests;

/// <summary>
/// How many requests may be on their way in at once. Each holds its body in memory, so the bound on requests is a bound on memory;
/// one more is refused at once, with a time to come back, instead of queueing towards its deadline.
/// </summary>
public sealed class AdmissionGate(int most) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = 0 });

    /// <summary>How many more may enter now.</summary>
    public long Free => _limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <exception cref="ApiException">The gateway is full.</exception>
    public IDisposable Enter()
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return lease;
        lease.Dispose();
        throw new ApiException(FailureCodes.Overloaded, $"{most} requests are being taken in already: come back in a moment.", TimeSpan.FromSeconds(1));
    }

    public void Dispose() => _limiter.Dispose();
}
