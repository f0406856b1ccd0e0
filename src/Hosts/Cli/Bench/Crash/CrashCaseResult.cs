namespace EdgeActors.Cli.Bench.Crash;

/// <summary>All trials of one case.</summary>
/// <param name="Case">What was done to whom.</param>
/// <param name="Positions">Tried and reached.</param>
/// <param name="Passed">Ended in the uninterrupted run's weights, with nothing lost, counted twice or trained again.</param>
internal sealed record CrashCaseResult(
    string Case, int Positions, int Passed, double MedianRecoverySeconds, double WorstRecoverySeconds, IReadOnlyList<CrashTrial> Trials)
{
    public static CrashCaseResult Of(string name, IReadOnlyList<CrashTrial> trials)
    {
        var reached = trials.Where(trial => trial.Reached).ToList();
        var seconds = reached.Select(trial => trial.RecoverySeconds).Order().ToList();
        return new(
            name, reached.Count, reached.Count(trial => trial.Problem is null),
            seconds.Count > 0 ? seconds[seconds.Count / 2] : 0, seconds.Count > 0 ? seconds[^1] : 0, trials);
    }
}
