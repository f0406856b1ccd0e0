namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>What is asked of the gateway: metadata, and each of the two models in JSON and in binary.</summary>
internal static class BenchCalls
{
    public static IReadOnlyList<InferCall> All()
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
}
