namespace EdgeActors.Cli.Bench;

/// <param name="Refused">By code.</param>
public sealed record ThroughputResult(int InFlight, double AnsweredPerSecond, LatencySummary Answered, IReadOnlyDictionary<string, int> Refused);
