using System.Text.Json;
using EdgeActors.Cli.Bench.Splits;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Watch;

namespace EdgeActors.Hosts.Tests.Cli;

public sealed class SplitBenchTests
{
    [Fact]
    public void Ours_is_compared_with_the_better_end_of_each_rate_and_the_best_fixed_split_of_all()
    {
        SplitFigures[] sweep =
        [
            Figures("ours", 1000, 110), Figures("edge-only", 1000, 400), Figures("device-only", 1000, 100), Figures("stem clip2", 1000, 120),
            Figures("ours", 9000, 40), Figures("edge-only", 9000, 50), Figures("device-only", 9000, 100), Figures("stem clip2", 9000, 60),
        ];

        var verdicts = SplitVerdicts.Of(sweep);

        Assert.Equal("stem clip2", SplitVerdicts.BestFixed(sweep));
        Assert.Equal([("device-only", 1.1), ("edge-only", 0.8)], verdicts.Select(verdict => (verdict.Oracle, Math.Round(verdict.ToBetterEnd, 6))));
        Assert.Equal([110.0 / 120, 40.0 / 60], verdicts.Select(verdict => verdict.ToBestFixed));
    }

    [Fact]
    public void A_trace_is_judged_by_its_tail_and_against_the_oracle()
    {
        SplitFigures[] trace = [Figures("ours", null, 100) with { Switches = 3 }, Figures("edge-only", null, 500), Figures("device-only", null, 150), Figures(SplitPolicy.Oracle, null, 80)];

        var verdict = SplitVerdicts.OfTrace(trace, "device-only", steps: 4)!;

        Assert.Equal((5.0, 1.5, 1.25, 3, 4), (verdict.EdgeOnlyP95ToOurs, verdict.DeviceOnlyP95ToOurs, verdict.MeanToOracle, verdict.Switches, verdict.Steps));
    }

    [Fact]
    public void The_oracle_takes_for_every_request_what_is_fastest_at_that_moment()
    {
        SplitSample[] pinned =
        [
            .. Enumerable.Repeat(new SplitSample(105, 105, 105, 5, 100, 300, "m", "output", "none"), 5),
            .. Enumerable.Repeat(new SplitSample(60, 60, 60, 50, 0, 10_000, "m", "input", "picture"), 5),
        ];

        var latencies = new SplitOracle(pinned, new Unshaped()).Play([1e6, 1e6, 10e3, 10e3], pieceMs: 1000);

        // 10 KB at 1 MB/s: 10 ms, a round trip of 5 and 10 of the edge; at 10 KB/s the device is faster.
        Assert.InRange(latencies[0], 24, 26);
        Assert.InRange(latencies[^1], 104, 106);
    }

    [Fact]
    public void A_device_is_watched_also_before_anything_was_measured()
    {
        var device = WatchedDevice.Of(JsonDocument.Parse("""
            { "id": "cam", "online": true, "stepsInFlight": 1, "stepsDone": 2, "stepsFailed": 0,
              "splits": [{ "model": "m", "cut": "stem", "codec": "clip2", "predictedMs": 12.5, "changes": 3 }] }
            """).RootElement);

        Assert.Null(device.GoodputBytesPerSecond);
        Assert.Equal(new WatchedSplit("m", "stem", "clip2", 12.5, null, 3), device.Splits.Single());
        Assert.Contains("link not measured", WatchView.Line(device), StringComparison.Ordinal);
    }

    private static SplitFigures Figures(string policy, double? rate, double ms) => new(policy, rate, 10, 0, ms, ms, ms, ms, 1000, 1, 0, [policy]);

    private sealed class Unshaped : IShapedLink
    {
        public string Description => "none";

        public double BurstBytes(double bytesPerSecond) => 0;

        public Task SetRateAsync(LinkRate rate, CancellationToken stop) => Task.CompletedTask;
    }
}
