using System.Diagnostics;
using EdgeActors.Actors.Training;
using EdgeActors.Cli.Bench.Crash;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Learning.Data;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;
using static EdgeActors.Messages.Training.RunEvents;

namespace EdgeActors.Hosts.Tests.Crashes;

/// <summary>A run without rounds over real processes, one of whose devices is stopped for a while by a signal and so answers late.</summary>
public sealed class SlowDeviceSpecs : IDisposable
{
    private const string Run = "buffered";
    private const int Versions = 40;

    private readonly TemporaryFolder _files = new();

    private static readonly TrainingPlan Plan = new()
    {
        Name = Run,
        Model = "residual",
        Rounds = Versions,
        EvaluateEvery = 0,
        Data = new() { Set = BuiltInPictures.Name },
        Cohort = new() { Devices = 3, Size = 3, Minimum = 1 },
        Local = new() { Steps = 2, Batch = 8, LearningRate = 0.05 },
        Strategy = new() { Kind = StrategyKind.FedBuff, Buffer = 2, Window = Versions },
        Up = new() { Scheme = CompressionScheme.Rotated, Bits = 4 },
        Down = new() { Scheme = CompressionScheme.Qsgd, Bits = 8 },
    };

    public void Dispose() => _files.Dispose();

    [SkippableFact]
    public async Task Versions_go_on_without_a_stopped_device_and_its_late_update_counts_by_its_staleness()
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no signals to stop a process with");
        var progress = new StringWriter();
        await using var tiers = await CrashTiers.StartAsync(_files.Path, 3, [], postgres: null, progress.WriteLine, CancellationToken.None);
        await SignalAsync("-STOP", tiers.Tiers.Host(tiers.Lone).Pid);
        await tiers.Runs.StartAsync(Run, Plan, CrashPlan.Network(seed: 1), CancellationToken.None);
        await tiers.Runs.UntilAsync(Run, events => events.Any(happened => happened is RoundCommitted { Number: 2 }), "made two versions", CancellationToken.None);
        await SignalAsync("-CONT", tiers.Tiers.Host(tiers.Lone).Pid);
        await tiers.Runs.UntilEndedAsync(Run, CancellationToken.None);

        var events = tiers.Journal.EventsOf(Run);
        Assert.Equal(RunStatuses.Completed, events.OfType<RunEnded>().Single().Status);
        var counted = events.OfType<RoundCommitted>().SelectMany(version => version.Outcome.Updates.Select(update => (version.Number, Update: update))).ToList();
        Assert.Equal(counted.Count, counted.Select(one => (one.Update.Device, one.Update.BaseVersion)).Distinct().Count());
        var late = counted.First(one => one.Update.Device.Value == tiers.Lone);
        Assert.Equal(0, late.Update.BaseVersion);
        Assert.True(late.Number > 2, $"counted in version {late.Number}");
        Assert.Equal(Plan.Strategy.BufferRule()!.Weight(late.Number - 1), late.Update.Weight);
        var replayed = 0;
        await foreach (var version in new RunReplay(tiers.Journal.ReadAsync).Run(events))
        {
            Assert.Null(version.Problem);
            replayed++;
        }

        Assert.Equal(Versions, replayed);
    }

    private static async Task SignalAsync(string signal, int pid)
    {
        using var kill = Process.Start("kill", [signal, $"{pid}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
