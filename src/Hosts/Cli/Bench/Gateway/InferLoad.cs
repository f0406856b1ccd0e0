using System.Collections.Concurrent;
using System.Diagnostics;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>A fixed number of connections, each of which calls again as soon as it has its answer.</summary>
internal sealed class InferLoad(Uri server, int connections) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = server };

    /// <returns>The time of each call, ms.</returns>
    /// <exception cref="CommandFailed">A call was answered with an error: such a figure would mean nothing.</exception>
    public async Task<(IReadOnlyList<double> Ms, double PerSecond)> RunAsync(InferCall call, TimeSpan during, CancellationToken cancel)
    {
        var times = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < during)
            {
                var sent = Stopwatch.GetTimestamp();
                using var request = call.ToRequest();
                using var response = await _http.SendAsync(request, cancel);
                var body = await response.Content.ReadAsByteArrayAsync(cancel);
                if (!response.IsSuccessStatusCode)
                    throw new CommandFailed($"{server} answered {call.What} with {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        }));
        return ([.. times], times.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    public void Dispose() => _http.Dispose();
}
