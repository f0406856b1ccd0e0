using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Tiers;
using EdgeActors.Learning.Local;
using EdgeActors.Messages;
using HostExit = EdgeActors.Hosts.Common.Lifecycle.ExitCodes;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>
/// Cuts the two cloud hosts of a cluster apart in the middle of a run. The second one lives in a network namespace of its own whose link goes down;
/// both keep the journal's server and the blobs in reach, so nothing but the cluster itself keeps them from going on side by side. The second must
/// take itself out while the link is still down, and the run must end without it. Then the link comes back, and it is started again.
/// </summary>
internal sealed class Partitions(CrashTiers tiers, ShapedNamespace link, CrashBenchOptions options, TrainableNetwork network, Action<string> progress)
{
    public const string Case = "partition";

    /// <summary>Silence, a stable view and the removal's margin take some 40 s by the settings of the cluster.</summary>
    private static readonly TimeSpan OutWithin = TimeSpan.FromSeconds(150);

    /// <summary>Why this machine can't do it; null when it can.</summary>
    public static string? Unavailable() => ShapedNamespace.Unavailable() ?? Postgres.PostgresServer.Unavailable();

    public async Task<IReadOnlyList<CrashTrial>> RunAsync(IEnumerable<int> positions, CancellationToken cancel)
    {
        var trials = new List<CrashTrial>();
        foreach (var position in positions)
        {
            var trial = await TryAsync(position, cancel);
            progress(string.Create(CultureInfo.InvariantCulture, $"  {Case} at event {position}: {trial.Problem ?? $"the same models, blobs kept by {string.Join(", then ", RunEvidence.Read(tiers.Journal, trial.Run).Hosts)}"}; {trial.RecoverySeconds:0.0} s later"));
            trials.Add(trial);
        }

        return trials;
    }

    private async Task<CrashTrial> TryAsync(int position, CancellationToken cancel)
    {
        // Models of its own: what no store holds already must be fetched from the host that is left.
        var plan = CrashPlan.Of(options.Devices, options.Rounds, CrashBench.Seed + 10_000 + (ulong)position);
        var run = string.Create(CultureInfo.InvariantCulture, $"{Case}-{position}");
        var began = Stopwatch.GetTimestamp();
        var problem = await CrashTrial.ProblemAsync(async () =>
        {
            await tiers.Runs.StartAsync(run, plan, network, cancel);
            await tiers.Runs.UntilAsync(run, _ => tiers.Journal.CountOf(new RunId(run)) >= position, $"come to event {position}", cancel);
            return null;
        });
        if (problem is not null)
            return new(run, position, true, Stopwatch.GetElapsedTime(began).TotalSeconds, problem);

        began = Stopwatch.GetTimestamp();
        await link.CutAsync(cancel);
        problem = await LoserProblemAsync(cancel);
        var late = await CrashTrial.ProblemAsync(async () =>
        {
            await tiers.Runs.UntilEndedAsync(run, cancel);
            return null;
        });
        problem ??= late;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await link.HealAsync(cancel);
        if (tiers.Tiers.Ended("cloud") is not null)
            await tiers.Tiers.StartCloudAsync(cancel);
        await tiers.Tiers.StartSecondCloudAsync(cancel);

        problem ??= await CrashTrial.ProblemAsync(async () =>
        {
            var again = $"{run}-again";
            await tiers.Runs.StartAsync(again, plan, network, cancel);
            await tiers.Runs.UntilEndedAsync(again, cancel);
            return await tiers.ProblemAsync(run, plan, RunEvidence.Read(tiers.Journal, again).Digests, cancel);
        });
        return new(run, position, true, seconds, problem);
    }

    /// <summary>The host that is cut off must end by itself, saying that the cluster went on without it.</summary>
    private async Task<string?> LoserProblemAsync(CancellationToken cancel)
    {
        var loser = tiers.Tiers.Host(TierSet.SecondCloud);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(OutWithin);
        try
        {
            await loser.EndedAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await loser.KillAsync();
            return $"the host that was cut off still ran {OutWithin.TotalSeconds:0} s later";
        }

        if (loser.ExitCode != HostExit.Removed)
            return $"the host that was cut off ended with {loser.ExitCode} instead of {HostExit.Removed}";
        return tiers.Tiers.Host("cloud").HasExited ? "the host that was not cut off ended, too" : null;
    }
}
