using EdgeActors.Inference.Bundles;

namespace EdgeActors.Cli.Bench.Splits;

/// <param name="Model">Null: the benchmark's own network.</param>
/// <param name="BytesPerSecond">Constant links, one after another.</param>
/// <param name="InProcess">Shape in the process even where the kernel could.</param>
internal sealed record SplitBenchOptions(
    StoredModel? Model, IReadOnlyList<double> BytesPerSecond, double SecondsPerPoint, int MinRequests, double TraceSeconds, int Seed, double Slowdown,
    double AccuracyLossBudget, bool InProcess);
