using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeActors.Cli.Gateway;
using EdgeActors.Hosts.Common.Api;

namespace EdgeActors.Cli.Bench;

/// <summary>Sends the same question many times and keeps what came of each.</summary>
internal sealed class RequestLoad(GatewayClient client, Question question)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A fixed number of callers, each asking again as soon as it is answered.</summary>
    public async Task<IReadOnlyList<Sample>> ClosedAsync(int inFlight, TimeSpan during, CancellationToken cancel)
    {
        var samples = new ConcurrentBag<Sample>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < during)
                samples.Add(await OnceAsync(cancel));
        }));
        return [.. samples];
    }

    public async Task<IReadOnlyList<Sample>> OneByOneAsync(int count, CancellationToken cancel)
    {
        var samples = new List<Sample>();
        for (var i = 0; i < count; i++)
            samples.Add(await OnceAsync(cancel));
        return samples;
    }

    /// <summary>Callers who come at a rate, whether or not those before them were answered: what an overload really is.</summary>
    public async Task<IReadOnlyList<Sample>> OpenAsync(double perSecond, TimeSpan during, CancellationToken cancel)
    {
        var running = new List<Task<Sample>>();
        var started = Stopwatch.GetTimestamp();
        // Timers tick by the millisecond at best: as many as are due are sent at each tick.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < during)
        {
            for (var due = (int)(elapsed.TotalSeconds * perSecond) - running.Count; due > 0; due--)
                running.Add(OnceAsync(cancel));
            await tick.WaitForNextTickAsync(cancel);
        }
        return await Task.WhenAll(running);
    }

    private async Task<Sample> OnceAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var request = await client.SubmitAsync(question, Patience, cancel);
            return new(Stopwatch.GetElapsedTime(started).TotalMilliseconds, request.Status == "completed" ? null : "unfinished", request);
        }
        catch (GatewayProblem problem)
        {
            return new(Stopwatch.GetElapsedTime(started).TotalMilliseconds, problem.Code, problem.Request);
        }
        catch (CommandFailed) when (!cancel.IsCancellationRequested)
        {
            return new(Stopwatch.GetElapsedTime(started).TotalMilliseconds, "connection-failed", null);
        }
    }

    /// <param name="Ms">From the first byte out to the last byte in, by the caller's clock.</param>
    /// <param name="Refusal">Null when it was answered.</param>
    internal sealed record Sample(double Ms, string? Refusal, RequestResource? Request);
}
