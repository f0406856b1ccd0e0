using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Common.Health;

/// <summary>Whether the host can do its work right now. Being up, or a member, is not enough: every check asks for real work.</summary>
public sealed class Readiness(IEnumerable<IReadinessCheck> checks, TimeProvider time)
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IReadinessCheck[] _checks = [.. checks];

    /// <summary>Every check by name: null where it works, otherwise why not.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> CheckAsync(CancellationToken cancel)
    {
        var answers = await Task.WhenAll(_checks.Select(async check => (check.Name, WhyNot: await AskAsync(check, cancel))));
        return answers.ToDictionary(answer => answer.Name, answer => answer.WhyNot);
    }

    /// <exception cref="HostStartException">Not ready in time; the message says what is missing.</exception>
    public async Task UntilReadyAsync(TimeSpan timeout, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            var missing = (await CheckAsync(stopping)).Where(answer => answer.Value is not null).ToArray();
            if (missing.Length == 0)
                return;
            if (time.GetElapsedTime(started) > timeout)
                throw new HostStartException(ExitCodes.NotReady, $"Not ready after {timeout.TotalSeconds:0.#} s: {string.Join("; ", missing.Select(m => $"{m.Key}: {m.Value}"))}.");
            await Task.Delay(Interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> AskAsync(IReadinessCheck check, CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(CheckTimeout);
        try
        {
            return await check.WhyNotAsync(limited.Token).WaitAsync(CheckTimeout, time, cancel);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return $"no answer within {CheckTimeout.TotalSeconds:0} s";
        }
        catch (Exception e)
        {
            return e.Message;
        }
    }
}
