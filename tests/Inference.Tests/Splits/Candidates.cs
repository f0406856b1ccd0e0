using EdgeActors.Inference.Bundles;
using EdgeActors.Inference.Splits;

namespace EdgeActors.Inference.Tests.Splits;

internal static class Candidates
{
    public static SplitCandidate At(
        string cut, double device, double edge, double bytes, double loss = 0, long memory = 1_000_000, string codec = "int8+rans") => new()
    {
        Pair = new SplitPair("model", new string('0', 64), cut, codec),
        Bytes = bytes,
        AccuracyLoss = loss,
        HeadMemoryBytes = memory,
        Typical = new SplitTimes(device, 0, 0, edge),
        Cautious = new SplitTimes(device * 1.1, 0, 0, edge * 1.1),
    };

    /// <summary>A network on a device about ten times slower than its edge, pictures of 220 KB (the classifier of the source study).</summary>
    public static IReadOnlyList<SplitCandidate> Study { get; } =
    [
        At(CutNames.Output, device: 180, edge: 0, bytes: 0, memory: 9_000_000),
        At(CutNames.Input, device: 0, edge: 18, bytes: 224_000, memory: 0),
        At("early", device: 20, edge: 16, bytes: 60_000),
        At("early", device: 22, edge: 17, bytes: 18_000, loss: 0.8, codec: "clip2+rans"),
        At("middle", device: 70, edge: 11, bytes: 16_000),
        At("middle", device: 72, edge: 12, bytes: 5_000, loss: 0.6, codec: "clip2+rans"),
        At("late", device: 130, edge: 5, bytes: 2_000),
    ];

    /// <summary>
    /// CIFAR-10 on a device 120 times slower than its edge, as <c>bench split</c> measures it: pictures of 13 KB, features within a shaper's burst,
    /// so that requests and probes empty its bucket for each other.
    /// </summary>
    public static IReadOnlyList<SplitCandidate> Cifar { get; } =
    [
        At(CutNames.Output, device: 126, edge: 0, bytes: 0),
        At(CutNames.Input, device: 1, edge: 9, bytes: 13_022),
        At("stem", device: 26, edge: 8, bytes: 4_300, codec: "clip4+rans"),
        At("stage1", device: 38, edge: 7, bytes: 4_500),
        At("stage1", device: 38, edge: 7, bytes: 2_130, codec: "clip4+rans"),
        At("stage1", device: 38, edge: 7, bytes: 1_430, codec: "clip3+rans"),
        At("stage2", device: 90, edge: 7, bytes: 550, codec: "clip2+rans"),
    ];

    public static SplitConditions Conditions(double goodput, double rtt = 5) =>
        new() { Link = new LinkEstimate(goodput, goodput, rtt, 10, TimeSpan.Zero, Expired: false) };

    public static IReadOnlyList<SplitCandidate> Random(int seed, int cuts)
    {
        var random = new Random(seed);
        return
        [
            At(CutNames.Output, 50 + 200 * random.NextDouble(), 0, 0),
            At(CutNames.Input, 0, 5 + 20 * random.NextDouble(), 1000 + 300_000 * random.NextDouble()),
            .. Enumerable.Range(0, cuts).Select(i => At(
                $"cut{i}", 200 * random.NextDouble(), 20 * random.NextDouble(),
                // Some alike, so that ties and parallel lines happen.
                random.Next(4) == 0 ? 5000 : Math.Exp(2 + 11 * random.NextDouble()), 3 * random.NextDouble(), random.Next(1, 10) * 1_000_000)),
        ];
    }
}
