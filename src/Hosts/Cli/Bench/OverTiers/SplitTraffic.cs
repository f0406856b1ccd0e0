using System.Diagnostics;
using EdgeActors.Cli.Gateway;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Bench.OverTiers;

/// <summary>Asks about the device's pictures, one request after another, through the gateway.</summary>
internal sealed class SplitTraffic(GatewayClient client, string device, IReadOnlyList<string> pictures)
{
    private const string Question = "What is in this picture?";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private int _next;

    /// <summary>Requests that ended without an answer since the last <see cref="TakeFailures"/>.</summary>
    private int _failed;

    public int TakeFailures()
    {
        var failed = _failed;
        _failed = 0;
        return failed;
    }

    /// <summary>Why the last request that failed did; empty while none has.</summary>
    public string LastFailure { get; private set; } = "";

    /// <summary>Up to <paramref name="most"/> answered requests, or fewer when time is up; never fewer than <paramref name="fewest"/> tries.</summary>
    public async Task<List<SplitSample>> RunAsync(int most, int fewest, TimeSpan patience, CancellationToken cancel)
    {
        var samples = new List<SplitSample>();
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < most && (n < fewest || Stopwatch.GetElapsedTime(started) < patience); n++)
            if (await AskAsync(cancel) is { } sample)
                samples.Add(sample);
        return samples;
    }

    /// <summary>Null when the request failed; counted.</summary>
    public async Task<SplitSample?> AskAsync(CancellationToken cancel)
    {
        var picture = pictures[_next++ % pictures.Count];
        var started = Stopwatch.GetTimestamp();
        try
        {
            var request = await client.SubmitAsync(new(Question, [], [picture], device, AccuracyLossBudget: null, Deadline), Deadline + TimeSpan.FromSeconds(1), cancel);
            var latency = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            return request.Steps.Select(step => step.Result).FirstOrDefault(result => result is { }) is { } result ? Sample(result, latency) : Fail(request.Failure?.Reason ?? "no step was answered");
        }
        catch (GatewayProblem problem)
        {
            return Fail(problem.Message);
        }
    }

    private SplitSample? Fail(string reason)
    {
        LastFailure = reason;
        _failed++;
        return null;
    }

    private static SplitSample Sample(StepResultResource result, double latencyMs) => new(
        latencyMs, result.Hops.Sum(hop => hop.MeasuredMs),
        result.Hops.Any(hop => hop.PredictedMs is { }) ? result.Hops.Sum(hop => hop.PredictedMs ?? 0) : double.NaN, result.LinkBytes, result.Model, result.Cut, result.Codec, result.Degraded);

    /// <summary>The pinned pair, or null to let the coordinator choose again.</summary>
    public Task PinAsync(string model, SplitPolicy policy, CancellationToken cancel) =>
        client.PinSplitAsync(device, model, policy.Cut, policy.Codec, cancel);
}
