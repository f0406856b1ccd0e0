using System.Diagnostics;
using System.Globalization;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Learning.Local;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>
/// Kills the cloud host at chosen points, each in a run of its own, and lets the run end. The host kills itself there (SIGKILL), since nobody outside
/// could hit a point between two system calls. Devices and edge live on from run to run.
/// </summary>
/// <param name="whole">What the uninterrupted run with <see cref="CrashBench.Seed"/> ended in.</param>
internal sealed class CloudCrashes(CrashTiers tiers, CrashBenchOptions options, TrainableNetwork network, IReadOnlyList<string> whole, Action<string> progress)
{
    /// <summary>One trial for each point.</summary>
    public async Task<IReadOnlyList<CrashTrial>> RunAsync(IReadOnlyList<CrashPoint> points, CancellationToken cancel)
    {
        var trials = new List<CrashTrial>();
        await tiers.Tiers.Host("cloud").StopAsync();
        await ArmAsync(points[0], cancel);
        for (var i = 0; i < points.Count; i++)
        {
            trials.Add(await TryAsync(points[i], i + 1 < points.Count ? points[i + 1] : null, cancel));
            progress($"  {points[i]}: {Say(trials[^1])}");
            if (!trials[^1].Reached)
                break; // later ones are not reached either
        }

        return trials;
    }

    private async Task<CrashTrial> TryAsync(CrashPoint point, CrashPoint? next, CancellationToken cancel)
    {
        // The bytes of a blob that is there already never arrive again: each of these runs has models of its own.
        var inBlob = point.Place is CrashPlace.InsideBlob or CrashPlace.BeforeNamed;
        var seed = inBlob ? CrashBench.Seed + (ulong)point.Count + (ulong)point.Place * 1000 : CrashBench.Seed;
        var plan = CrashPlan.Of(options.Devices, options.Rounds, seed);
        var run = point.Run.Value;

        var cloud = tiers.Tiers.Host("cloud");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var start = tiers.Runs.StartAsync(run, plan, network, cancel);
        var died = cloud.EndedAsync(ending.Token);
        var ended = tiers.Runs.UntilEndedAsync(run, ending.Token);
        var reached = await Task.WhenAny(died, ended) == died || cloud.HasExited;
        await ending.CancelAsync();
        var crashed = Stopwatch.GetTimestamp();
        if (!reached)
            await cloud.StopAsync();
        await ArmAsync(next, cancel);
        var problem = await CrashTrial.ProblemAsync(async () =>
        {
            // A run that came neither to the point nor to its end is not over before.
            if (!reached)
                await ended;
            await start;
            await tiers.Runs.UntilEndedAsync(run, cancel);
            return null;
        });
        var recovery = Stopwatch.GetElapsedTime(crashed).TotalSeconds;
        if (reached)
            problem ??= await CrashTrial.ProblemAsync(async () =>
                await tiers.ProblemAsync(run, plan, inBlob ? await UndisturbedAsync($"{run}-again", seed, cancel) : whole, cancel));
        return new(run, point.Count, reached || problem is not null, recovery, problem);
    }

    private async Task<IReadOnlyList<string>> UndisturbedAsync(string run, ulong seed, CancellationToken cancel)
    {
        await tiers.Runs.StartAsync(run, CrashPlan.Of(options.Devices, options.Rounds, seed), network, cancel);
        await tiers.Runs.UntilEndedAsync(run, cancel);
        return RunEvidence.Read(tiers.Journal, run).Digests;
    }

    private Task ArmAsync(CrashPoint? point, CancellationToken cancel) =>
        tiers.Tiers.StartCloudAsync(cancel, point is null ? [] : ["--crash-at", point.ToString()]);

    private static string Say(CrashTrial trial) => trial switch
    {
        { Reached: false } => "the run is over before",
        { Problem: { } problem } => $"FAILED: {problem}",
        _ => string.Create(CultureInfo.InvariantCulture, $"the same models, {trial.RecoverySeconds:0.0} s after the kill"),
    };
}
