using System.Diagnostics;
using System.Globalization;
using EdgeActors.Learning.Local;
using EdgeActors.Messages;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>Disturbs a run from outside once its journal has come to a given length, mends what was broken, and lets the run end.</summary>
/// <param name="whole">What the uninterrupted run ended in.</param>
internal sealed class Disturbances(CrashTiers tiers, CrashBenchOptions options, TrainableNetwork network, IReadOnlyList<string> whole, Action<string> progress)
{
    /// <param name="disturb">Breaks something and mends it.</param>
    public async Task<IReadOnlyList<CrashTrial>> RunAsync(string name, IEnumerable<int> positions, Func<CancellationToken, Task> disturb, CancellationToken cancel)
    {
        var trials = new List<CrashTrial>();
        var plan = CrashPlan.Of(options.Devices, options.Rounds, CrashBench.Seed);
        foreach (var position in positions)
        {
            var run = string.Create(CultureInfo.InvariantCulture, $"{name}-{position}");
            var began = Stopwatch.GetTimestamp();
            var problem = await CrashTrial.ProblemAsync(async () =>
            {
                await tiers.Runs.StartAsync(run, plan, network, cancel);
                await tiers.Runs.UntilAsync(run, _ => tiers.Journal.CountOf(new RunId(run)) >= position, $"come to event {position}", cancel);
                began = Stopwatch.GetTimestamp();
                await disturb(cancel);
                await tiers.Runs.UntilEndedAsync(run, cancel);
                return null;
            });
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            var trial = new CrashTrial(run, position, true, seconds, problem ?? await tiers.ProblemAsync(run, plan, whole, cancel));
            progress(string.Create(CultureInfo.InvariantCulture, $"  {name} at event {position}: {trial.Problem ?? "the same models"}, {trial.RecoverySeconds:0.0} s later"));
            trials.Add(trial);
        }

        return trials;
    }
}
