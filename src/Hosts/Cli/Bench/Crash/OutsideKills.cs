using System.Diagnostics;
using System.Globalization;
using EdgeActors.Learning.Local;
using EdgeActors.Messages;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>Kills another process than the cloud (SIGKILL, from here) once the journal of a run has come to a given length, starts it again, and lets the run end.</summary>
/// <param name="whole">What the uninterrupted run ended in.</param>
internal sealed class OutsideKills(CrashTiers tiers, CrashBenchOptions options, TrainableNetwork network, IReadOnlyList<string> whole, Action<string> progress)
{
    /// <param name="host">The process to kill.</param>
    /// <param name="restart">Starts it again.</param>
    public async Task<IReadOnlyList<CrashTrial>> RunAsync(string name, string host, IEnumerable<int> positions, Func<CancellationToken, Task> restart, CancellationToken cancel)
    {
        var trials = new List<CrashTrial>();
        var plan = CrashPlan.Of(options.Devices, options.Rounds, CrashBench.Seed);
        foreach (var position in positions)
        {
            var run = string.Create(CultureInfo.InvariantCulture, $"{name}-{position}");
            await tiers.StartRunAsync(run, plan, network, cancel);
            await tiers.UntilAsync(run, _ => tiers.Journal.CountOf(new RunId(run)) >= position, $"come to event {position}", cancel);
            await tiers.Tiers.Host(host).KillAsync();
            var killed = Stopwatch.GetTimestamp();
            await restart(cancel);
            await tiers.UntilEndedAsync(run, cancel);
            var trial = new CrashTrial(run, position, true, Stopwatch.GetElapsedTime(killed).TotalSeconds, await tiers.ProblemAsync(run, plan, whole, cancel));
            progress(string.Create(CultureInfo.InvariantCulture,
                $"  {name} at event {position}: {trial.Problem ?? "the same models"}, {trial.RecoverySeconds:0.0} s after the kill"));
            trials.Add(trial);
        }

        return trials;
    }
}
