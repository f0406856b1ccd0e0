using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>Measures what the gateway can, then asks for 80 % of it for minutes and watches every host's memory.</summary>
internal sealed class GatewaySoak(TierSet tiers, Action<string> progress)
{
    private const int Connections = 16;
    private const double Load = 0.8;

    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(20);

    public async Task<SoakReport> RunAsync(double minutes, CancellationToken cancel)
    {
        var calls = BenchCalls.All();
        using var load = new InferLoad(tiers.Gateway, Connections);
        foreach (var call in calls)
            await load.RunAsync(call, TimeSpan.FromSeconds(1), cancel);
        progress($"what it can, for {Measuring.TotalSeconds:0} s");
        var (_, capacity) = await load.RunAsync(calls, Measuring, cancel);
        progress($"{Load * capacity:0} calls/s, {Load:P0} of that, for {minutes:0.#} minutes");
        var memory = new MemoryWatch(tiers);
        var running = load.PacedAsync(calls, Load * capacity, TimeSpan.FromMinutes(minutes), cancel);
        await memory.UntilAsync(running, cancel);
        var (ms, held) = await running;
        return new(Machine.Describe(), minutes, Connections, capacity, Load * capacity, held, LatencySummary.Of(ms), memory.Read());
    }
}
