using System.Collections.Concurrent;
using System.Diagnostics;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>A fixed number of connections, each of which calls again as soon as it has its answer.</summary>
internal sealed class InferLoad(Uri server, int connections) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = server };

    /// <returns>The time of each call, ms.</returns>
    /// <exception cref="CommandFailed">A call was answered with an error: such a figure would mean nothing.</exception>
    public Task<(IReadOnlyList<double> Ms, double PerSecond)> RunAsync(InferCall call, TimeSpan during, CancellationToken cancel) => RunAsync([call], during, cancel);

    /// <summary>Calls in turns.</summary>
    /// <inheritdoc cref="RunAsync(InferCall, TimeSpan, CancellationToken)"/>
    public async Task<(IReadOnlyList<double> Ms, double PerSecond)> RunAsync(IReadOnlyList<InferCall> calls, TimeSpan during, CancellationToken cancel)
    {
        var times = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < during)
                times.Add(await CallAsync(calls[(int)((uint)Interlocked.Increment(ref next) % calls.Count)], cancel));
        }));
        return ([.. times], times.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Calls in turns, at a rate that is held whatever the answers take, as far as the connections reach.</summary>
    /// <returns>The time of each call, ms, and how many calls a second were held.</returns>
    /// <exception cref="CommandFailed">A call was answered with an error.</exception>
    public async Task<(IReadOnlyList<double> Ms, double PerSecond)> PacedAsync(IReadOnlyList<InferCall> calls, double perSecond, TimeSpan during, CancellationToken cancel)
    {
        var times = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (true)
            {
                var number = Interlocked.Increment(ref next);
                var due = TimeSpan.FromSeconds(number / perSecond);
                if (due >= during)
                    return;
                if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                    await Task.Delay(early, cancel);
                times.Add(await CallAsync(calls[number % calls.Count], cancel));
            }
        }));
        return ([.. times], times.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private async Task<double> CallAsync(InferCall call, CancellationToken cancel)
    {
        var sent = Stopwatch.GetTimestamp();
        using var request = call.ToRequest();
        using var response = await _http.SendAsync(request, cancel);
        var body = await response.Content.ReadAsByteArrayAsync(cancel);
        return response.IsSuccessStatusCode
            ? Stopwatch.GetElapsedTime(sent).TotalMilliseconds
            : throw new CommandFailed($"{server} answered {call.What} with {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
    }

    public void Dispose() => _http.Dispose();
}
