using System.Diagnostics;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;
using EdgeActors.Messages;

namespace EdgeActors.Cli.Bench;

/// <summary>The figures of a request through all tiers on this machine.</summary>
internal sealed class RequestBench(TierSet tiers, Question question, Action<string> progress)
{
    /// <summary>The first requests of a system that has just started: five processes still translate their code.</summary>
    private const int First = 30;

    /// <summary>Until the runtime has translated for good what a request runs through; measured, it takes about 150.</summary>
    private const int Warmups = 250;

    private const double OverloadFactor = 10;
    private static readonly int[] InFlight = [1, 4, 16];
    private static readonly TimeSpan During = TimeSpan.FromSeconds(10);
    private static readonly string[] ComputeHops = [HopNames.Head, HopNames.Encode, HopNames.Decode, HopNames.Tail];

    public async Task<RequestBenchReport> RunAsync(int count, CancellationToken cancel)
    {
        using var client = new GatewayClient(tiers.Gateway);
        var load = new RequestLoad(client, question);
        progress($"the first {First} requests, and {Warmups} more to warm up");
        var first = (await load.OneByOneAsync(First, cancel)).Where(sample => sample.Refusal is null).Select(sample => sample.Ms).ToList();
        await load.OneByOneAsync(Warmups, cancel);

        progress($"{count} requests, one after another");
        var alone = (await load.OneByOneAsync(count, cancel)).Where(sample => sample.Refusal is null).ToList();
        if (alone.Count < count)
            throw new CommandFailed($"{count - alone.Count} of {count} requests that ran alone were not answered: the figures would mean nothing.");
        var sustained = new List<ThroughputResult>();
        foreach (var callers in InFlight)
        {
            progress($"{callers} in flight for {During.TotalSeconds:0} s");
            sustained.Add(await SustainedAsync(load, callers, cancel));
        }

        var compute = alone.Select(ComputeOf).ToList();
        var step = alone[^1].Request!.Steps[0].Result!;
        return new(
            Machine.Describe(), step.Model, step.Cut, step.Codec, step.Where,
            LatencySummary.Of(first),
            LatencySummary.Of([.. alone.Select(sample => sample.Ms)]),
            LatencySummary.Of(compute).MedianMs,
            LatencySummary.Of([.. alone.Zip(compute, (sample, ms) => sample.Ms - ms)]),
            sustained,
            await OverloadAsync(load, sustained.Max(result => result.AnsweredPerSecond) * OverloadFactor, cancel));
    }

    private static double ComputeOf(RequestLoad.Sample sample) => sample.Request!.Steps.Where(step => step.Result is { })
        .SelectMany(step => step.Result!.Hops).Where(hop => ComputeHops.Contains(hop.Name)).Sum(hop => hop.MeasuredMs);

    private static async Task<ThroughputResult> SustainedAsync(RequestLoad load, int callers, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var samples = await load.ClosedAsync(callers, During, cancel);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var answered = Answered(samples);
        return new(callers, answered.Count / seconds, LatencySummary.Of(answered), Refused(samples));
    }

    private async Task<OverloadResult> OverloadAsync(RequestLoad load, double perSecond, CancellationToken cancel)
    {
        progress($"{perSecond:0} requests/s offered for {During.TotalSeconds:0} s: {OverloadFactor:0} times what was held");
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var memory = WatchMemoryAsync(watch.Token);
        var started = Stopwatch.GetTimestamp();
        var samples = await load.OpenAsync(perSecond, During, cancel);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var recovered = Stopwatch.GetTimestamp();
        while ((await load.OneByOneAsync(1, cancel))[0].Refusal is { })
        {
            // Refusals are fast; the first answer is what is waited for.
        }
        var recoveredMs = Stopwatch.GetElapsedTime(recovered).TotalMilliseconds;
        await watch.CancelAsync();
        var answered = Answered(samples);
        return new(
            perSecond, answered.Count / seconds, LatencySummary.Of(answered), Refused(samples),
            LatencySummary.Of([.. samples.Where(sample => sample.Refusal is { }).Select(sample => sample.Ms)]), await memory, recoveredMs);
    }

    private async Task<IReadOnlyDictionary<string, double>> WatchMemoryAsync(CancellationToken until)
    {
        var most = new SortedDictionary<string, double>(StringComparer.Ordinal);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        do
        {
            foreach (var host in tiers.Hosts.Where(host => !host.HasExited))
                most[host.Name] = Math.Max(most.GetValueOrDefault(host.Name), host.WorkingSetBytes / 1e6);
        }
        while (await TickAsync(tick, until));
        return most;
    }

    private static async Task<bool> TickAsync(PeriodicTimer tick, CancellationToken until)
    {
        try
        {
            return await tick.WaitForNextTickAsync(until);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static List<double> Answered(IReadOnlyList<RequestLoad.Sample> samples) => [.. samples.Where(sample => sample.Refusal is null).Select(sample => sample.Ms)];

    private static SortedDictionary<string, int> Refused(IReadOnlyList<RequestLoad.Sample> samples) => new(
        samples.Where(sample => sample.Refusal is { }).CountBy(sample => sample.Refusal!).ToDictionary(count => count.Key, count => count.Value), StringComparer.Ordinal);
}
