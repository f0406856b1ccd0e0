using System.Diagnostics;
using EdgeActors.Cli.Gateway;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>Asks about the device's pictures, one request after another, through the gateway.</summary>
internal sealed class SplitTraffic(GatewayClient client, string device, IReadOnlyList<string> pictures, string question)
{
    private const int FirstTries = 20;

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

    /// <summary>The first answer, however long it takes until the models are ready.</summary>
    /// <exception cref="CommandFailed">There is none.</exception>
    public async Task<SplitSample> FirstAsync(CancellationToken cancel)
    {
        for (var attempt = 0; attempt < FirstTries; attempt++)
        {
            if (await AskAsync(cancel) is { } sample)
                return sample;
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }
        throw new CommandFailed($"No request was answered in {FirstTries} tries: {LastFailure}");
    }

    /// <summary>Up to <paramref name="most"/> requests, or fewer when time is up; never fewer than <paramref name="fewest"/>.</summary>
    /// <returns>Those that were answered.</returns>
    public async Task<List<SplitSample>> RunAsync(int most, int fewest, TimeSpan patience, CancellationToken cancel)
    {
        var samples = new List<SplitSample>();
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < most && (n < fewest || Stopwatch.GetElapsedTime(started) < patience); n++)
            if (await AskAsync(cancel) is { } sample)
                samples.Add(sample);
        return samples;
    }

    /// <summary>Requests that are not counted, while the link estimate and the pair settle.</summary>
    public async Task SettleAsync(TimeSpan patience, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        for (var n = 0; n < 2 || Stopwatch.GetElapsedTime(started) < SplitBenchOptions.SettlingTime
            || (n < SplitBenchOptions.SettlingRequests && Stopwatch.GetElapsedTime(started) < patience); n++)
            await AskAsync(cancel);
        TakeFailures();
    }

    /// <summary>Null when the request failed; counted.</summary>
    public async Task<SplitSample?> AskAsync(CancellationToken cancel)
    {
        var picture = pictures[_next++ % pictures.Count];
        var started = Stopwatch.GetTimestamp();
        try
        {
            var request = await client.SubmitAsync(new(question, [], [picture], device, AccuracyLossBudget: null, Deadline), Deadline + TimeSpan.FromSeconds(1), cancel);
            var latency = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            return request.Steps.Select(step => step.Result).FirstOrDefault(result => result is { }) is { } result
                ? SplitSample.Of(result, latency)
                : Fail(request.Failure?.Reason ?? "no step was answered");
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

    /// <summary>The pinned pair, or null to let the coordinator choose again.</summary>
    public Task PinAsync(string model, SplitPolicy policy, CancellationToken cancel) =>
        client.PinSplitAsync(device, model, policy.Cut, policy.Codec, cancel);
}
