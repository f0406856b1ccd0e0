using System.Diagnostics;
using System.Net;
using System.Text;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>
/// Opens many event streams of one request to which nothing happens, since its edge is away, and looks at what they take. Then the request is
/// cancelled, and every one of them has to hear it.
/// </summary>
internal sealed class GatewayFollowers(TierSet tiers, Action<string> progress)
{
    private const int Opening = 64;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan HeardWithin = TimeSpan.FromMinutes(2);
    private const string EndOfEvent = "\n\n";

    public async Task<FollowersReport> RunAsync(int followers, PictureFile picture, CancellationToken cancel)
    {
        await tiers.Host("edge").StopAsync();
        using var client = new GatewayClient(tiers.Gateway);
        var request = await client.SubmitAsync(new("What is in this picture?", [picture], [], Deadline: Deadline), TimeSpan.Zero, cancel);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = tiers.Gateway, Timeout = Timeout.InfiniteTimeSpan };
        var path = $"/v1/requests/{request.Id}/events";
        // One of each first, so that what the first call of a kind loads is no follower's.
        using (await OpenAsync(http, path, cancel))
            await Task.Delay(Idle / 3, cancel);
        var before = WorkingSets();
        progress($"{followers} followers");
        var started = Stopwatch.GetTimestamp();
        var streams = new Stream[followers];
        await Parallel.ForAsync(0, followers, new ParallelOptions { MaxDegreeOfParallelism = Opening, CancellationToken = cancel }, async (i, token) => streams[i] = await OpenAsync(http, path, token));
        var opened = Stopwatch.GetElapsedTime(started).TotalSeconds;
        progress($"all open after {opened:0.0} s; idle for {Idle.TotalSeconds:0} s");
        var listening = streams.Select(stream => ReadToEndAsync(stream, cancel)).ToList();
        await Task.Delay(Idle, cancel);
        var with = WorkingSets();
        if (listening.Count(task => task.IsCompleted) is > 0 and var lost)
            throw new CommandFailed($"{lost} of {followers} streams ended while the request had not: the figures would mean nothing.");
        var cancelled = Stopwatch.GetTimestamp();
        await client.CancelAsync(request.Id, cancel);
        await Task.WhenAll(listening).WaitAsync(HeardWithin, cancel);
        var heard = Stopwatch.GetElapsedTime(cancelled).TotalMilliseconds;
        return new(
            Machine.Describe(), followers, followers / opened,
            [.. before.Select(host => new FollowerMemory(host.Key, host.Value, with[host.Key], (with[host.Key] - host.Value) * 1000 / followers))], heard);
    }

    private SortedDictionary<string, double> WorkingSets() =>
        new(tiers.Hosts.Where(host => !host.HasExited).ToDictionary(host => host.Name, host => host.WorkingSetBytes / 1e6), StringComparer.Ordinal);

    /// <summary>Open, and with its first event read.</summary>
    private static async Task<Stream> OpenAsync(HttpClient http, string path, CancellationToken cancel)
    {
        HttpResponseMessage response;
        // A gateway that is asked for more than it can begin at once says when to come back.
        while ((response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel)).StatusCode == HttpStatusCode.ServiceUnavailable)
            using (response)
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancel);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(cancel);
        var (buffer, seen) = (new byte[4096], new StringBuilder());
        while (!seen.ToString().Contains(EndOfEvent, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancel);
            if (read == 0)
                throw new CommandFailed("A stream of events ended before its first event: the figures would mean nothing.");
            seen.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        return stream;
    }

    private static async Task ReadToEndAsync(Stream stream, CancellationToken cancel)
    {
        await using (stream)
            await stream.CopyToAsync(Stream.Null, 256, cancel);
    }
}
