using EdgeActors.Cli.Tiers;
using EdgeActors.Inference.Sessions;

namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>Times each call at each number of connections, gateway and bare service in turns, so that both meet the same machine.</summary>
internal sealed class GatewayBench(TierSet tiers, PeerService? peer, int rounds, TimeSpan during, Action<string> progress)
{
    private static readonly int[] Connections = [1, 8, 64];
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<GatewayBenchResult>> RunAsync(CancellationToken cancel)
    {
        var results = new List<GatewayBenchResult>();
        foreach (var call in BenchCalls.All())
            foreach (var connections in Connections)
            {
                progress($"  {call.What}, {connections} connections");
                results.Add(await MeasureAsync(call, connections, cancel));
            }
        return results;
    }

    private async Task<GatewayBenchResult> MeasureAsync(InferCall call, int connections, CancellationToken cancel)
    {
        using var ours = new InferLoad(tiers.Gateway, connections);
        using var theirs = peer is { } && call.Body is { } ? new InferLoad(peer.Address, connections) : null;
        var (gateway, bare) = (new Side(), new Side());
        await ours.RunAsync(call, Warming, cancel);
        if (theirs is { })
            await theirs.RunAsync(call, Warming, cancel);
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(ours, gateway, () => tiers.Host("gateway").ProcessorMs);
            if (theirs is { })
                await RoundAsync(theirs, bare, () => peer!.ProcessorMs);
        }
        return new(
            call.What, connections, gateway.PerSecond, gateway.Rates.Min(), gateway.Rates.Max(), LatencySummary.Of(gateway.Ms), gateway.ProcessorMs,
            theirs is null ? null : bare.PerSecond, theirs is null ? null : LatencySummary.Of(bare.Ms), theirs is null ? null : bare.ProcessorMs);

        async Task RoundAsync(InferLoad load, Side side, Func<double> processorMs)
        {
            var before = processorMs();
            var (ms, perSecond) = await load.RunAsync(call, during, cancel);
            side.Add(ms, perSecond, processorMs() - before);
        }
    }

    /// <summary>What was measured of one of the two services.</summary>
    private sealed class Side
    {
        private double _processorMs;

        public List<double> Rates { get; } = [];

        public List<double> Ms { get; } = [];

        public double PerSecond => RunTimes.Quantile([.. Rates.Order()], 0.5);

        public double ProcessorMs => _processorMs / Ms.Count;

        public void Add(IReadOnlyList<double> ms, double perSecond, double processorMs)
        {
            Ms.AddRange(ms);
            Rates.Add(perSecond);
            _processorMs += processorMs;
        }
    }
}
