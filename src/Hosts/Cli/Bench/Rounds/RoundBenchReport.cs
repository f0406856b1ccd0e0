namespace EdgeActors.Cli.Bench.Rounds;

/// <summary>What <c>bench rounds</c> measured.</summary>
/// <param name="Skipped">What this machine can't do, and why.</param>
internal sealed record RoundBenchReport(string Machine, IReadOnlyList<RoundRate> Rates, RoundMemory? Memory, IReadOnlyList<string> Skipped);
