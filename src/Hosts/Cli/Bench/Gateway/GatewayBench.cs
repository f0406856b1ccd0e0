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
        foreach (var call in Calls())
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
        var (rates, times, peerRates, peerTimes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await ours.RunAsync(call, Warming, cancel);
        if (theirs is { })
            await theirs.RunAsync(call, Warming, cancel);
        for (var round = 0; round < rounds; round++)
        {
            await RoundAsync(ours, rates, times);
            if (theirs is { })
                await RoundAsync(theirs, peerRates, peerTimes);
        }
        return new(
            call.What, connections, Median(rates), rates.Min(), rates.Max(), LatencySummary.Of(times),
            theirs is null ? null : Median(peerRates), theirs is null ? null : LatencySummary.Of(peerTimes));

        async Task RoundAsync(InferLoad load, List<double> into, List<double> all)
        {
            var (ms, perSecond) = await load.RunAsync(call, during, cancel);
            into.Add(perSecond);
            all.AddRange(ms);
        }
    }

    private static IEnumerable<InferCall> Calls()
    {
        (string, string, long[], Array)[] simple =
        [
            ("INPUT0", "INT32", [1, 16], Enumerable.Range(0, 16).ToArray()),
            ("INPUT1", "INT32", [1, 16], Enumerable.Repeat(1, 16).ToArray()),
        ];
        var random = new Random(1);
        (string, string, long[], Array)[] wide =
            [("input", "FP32", [1, 3, 224, 224], Enumerable.Range(0, 3 * 224 * 224).Select(_ => (float)Math.Round(random.NextDouble(), 4)).ToArray())];
        return
        [
            InferCall.Metadata(BenchModels.Simple),
            InferCall.Json(BenchModels.Simple, simple), InferCall.Binary(BenchModels.Simple, simple),
            InferCall.Json(BenchModels.Wide, wide), InferCall.Binary(BenchModels.Wide, wide),
        ];
    }

    private static double Median(IEnumerable<double> values) => RunTimes.Quantile([.. values.Order()], 0.5);
}
