using EdgeActors.Cli.Bench.Splits;

namespace EdgeActors.Cli.Bench.Tasks;

/// <summary>What one way of deciding the cut took for a task, through all tiers over the shaped link.</summary>
internal sealed record TaskLatency(string Task, string Model, SplitFigures Figures);
