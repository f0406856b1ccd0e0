namespace EdgeActors.Cli.Bench.Crash;

/// <summary>One run that was disturbed once.</summary>
/// <param name="Position">Which write or blob, from 1; the number of journal writes when an outside kill came.</param>
/// <param name="Reached">False where the run has fewer positions than that: nothing was disturbed, so nothing is claimed.</param>
/// <param name="RecoverySeconds">From the crash to the end of the run, restart included.</param>
/// <param name="Problem">The first thing that was lost, done twice or done again; null when nothing was.</param>
internal sealed record CrashTrial(string Run, int Position, bool Reached, double RecoverySeconds, string? Problem)
{
    /// <summary>Looks, or waits, for what is wrong with a run. One that does not come in its time has failed like any other: the trials after it are made all the same.</summary>
    public static async Task<string?> ProblemAsync(Func<Task<string?>> look)
    {
        try
        {
            return await look();
        }
        catch (CommandFailed failed)
        {
            return failed.Message;
        }
    }
}
