namespace EdgeActors.Cli.Bench.Crash;

/// <summary>What <c>bench crash</c> does.</summary>
/// <param name="Devices">Of every run, all in one process but the last.</param>
/// <param name="Every">Every so many positions are tried; 1 for all.</param>
/// <param name="Cases">By name; empty for all that this machine can do.</param>
internal sealed record CrashBenchOptions(int Devices, int Rounds, int Every, IReadOnlyList<string> Cases);
