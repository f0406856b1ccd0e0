namespace EdgeActors.Cli.Bench;

/// <summary>What happens at a multiple of the load that can be held.</summary>
/// <param name="Refused">By code.</param>
/// <param name="RefusalMs">How long a refused caller waited to be told.</param>
/// <param name="WorkingSetMb">Largest of each host during the load.</param>
/// <param name="RecoveredMs">The first answer after the load has ended.</param>
public sealed record OverloadResult(
    double OfferedPerSecond, double AnsweredPerSecond, LatencySummary Answered, IReadOnlyDictionary<string, int> Refused, LatencySummary RefusalMs,
    IReadOnlyDictionary<string, double> WorkingSetMb, double RecoveredMs);
