namespace EdgeActors.Cli.Bench.Crash;

/// <summary>What <c>bench crash</c> found.</summary>
/// <param name="Events">In the journal of the uninterrupted run.</param>
/// <param name="Parameters">Of the model.</param>
/// <param name="UninterruptedSeconds">From its start to its end, everything warm.</param>
/// <param name="Digests">Of the uninterrupted run's models, one a round.</param>
/// <param name="Skipped">Cases that this machine can't do, and why.</param>
internal sealed record CrashBenchReport(
    string Machine, int Devices, int Rounds, int Parameters, int Events, double UninterruptedSeconds, IReadOnlyList<string> Digests,
    IReadOnlyList<CrashCaseResult> Cases, IReadOnlyList<string> Skipped)
{
    public bool Passed => Cases.All(one => one.Passed == one.Positions);
}
