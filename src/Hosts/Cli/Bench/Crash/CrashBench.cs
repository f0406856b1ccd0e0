using System.Diagnostics;
using System.Globalization;
using EdgeActors.Cli.Bench.Postgres;
using EdgeActors.Cli.Shaping;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Learning.Local;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>Runs the cases of <c>bench crash</c>: most over one set of tiers, those that want another journal or disk over one of their own.</summary>
internal sealed class CrashBench(CrashBenchOptions options, string data, Action<string> progress)
{
    /// <summary>Of the plan: weights, batches, rotations and rounding follow from it.</summary>
    public const ulong Seed = 7;

    private const string EdgeCase = "edge-killed";
    private const string DeviceCase = "device-killed";
    private const string DatabaseCase = "database-gone";
    private const string DiskCase = "disk-full";

    /// <summary>Positions of the cases in which each takes half a minute.</summary>
    private const int FewPositions = 6;

    /// <summary>Between the cloud hosts: no bottleneck.</summary>
    private static readonly LinkRate Fast = LinkRate.Symmetric(125e6);

    private static readonly TimeSpan DatabaseGone = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DiskFull = TimeSpan.FromSeconds(10);

    private static readonly (string Name, CrashPlace Place)[] CloudCases =
    [
        ("cloud-after-write", CrashPlace.AfterWrite), ("cloud-before-write", CrashPlace.BeforeWrite),
        ("cloud-inside-blob", CrashPlace.InsideBlob), ("cloud-before-named", CrashPlace.BeforeNamed),
    ];

    private readonly TrainableNetwork _network = CrashPlan.Network(Seed);
    private readonly List<CrashCaseResult> _cases = [];
    private readonly List<string> _skipped = [];

    public static IReadOnlyList<string> CaseNames { get; } = [.. CloudCases.Select(one => one.Name), EdgeCase, DeviceCase, DatabaseCase, DiskCase, Partitions.Case];

    public async Task<CrashBenchReport> RunAsync(CancellationToken cancel)
    {
        var (events, seconds, whole) = await OverSqliteAsync(cancel);
        if (Wanted(DatabaseCase, PostgresServer.Unavailable()))
            await WithoutDatabaseAsync(events, whole, cancel);
        if (Wanted(DiskCase, SmallDisk.Unavailable()))
            await OnFullDiskAsync(events, whole, cancel);
        if (Wanted(Partitions.Case, Partitions.Unavailable()))
            await CutApartAsync(events, cancel);
        return new(Machine.Describe(), options.Devices, options.Rounds, _network.Layout.Count, events, seconds, whole, _cases, _skipped);
    }

    private async Task<(int Events, double Seconds, IReadOnlyList<string> Whole)> OverSqliteAsync(CancellationToken cancel)
    {
        progress($"Starting a cloud, an edge, a gateway and {options.Devices} devices in two processes:");
        await using var tiers = await CrashTiers.StartAsync(data, options.Devices, [], postgres: null, progress, cancel);
        var began = Stopwatch.GetTimestamp();
        var plan = CrashPlan.Of(options.Devices, options.Rounds, Seed);
        await tiers.Runs.StartAsync("whole", plan, _network, cancel);
        await tiers.Runs.UntilEndedAsync("whole", cancel);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (await tiers.ProblemAsync("whole", plan, null, cancel) is { } problem)
            throw new CommandFailed($"The uninterrupted run fails already: {problem}");
        var whole = RunEvidence.Read(tiers.Journal, "whole").Digests;
        var events = tiers.Journal.CountOf(new("whole"));
        progress(string.Create(CultureInfo.InvariantCulture,
            $"Uninterrupted: {events} events, {seconds:0.0} s, models {string.Join(", ", whole.Select(digest => digest[..12]))}"));

        var clouds = new CloudCrashes(tiers, options, _network, whole, progress);
        foreach (var (name, place) in CloudCases.Where(one => Wanted(one.Name)))
        {
            progress($"{name}:");
            var points = Positions(PositionsOf(place, events), options.Every).Select(position => new CrashPoint(place, position, new($"{name}-{position}")));
            _cases.Add(CrashCaseResult.Of(name, await clouds.RunAsync([.. points], cancel)));
        }

        var others = new Disturbances(tiers, options, _network, whole, progress);
        if (Wanted(EdgeCase))
            await DisturbAsync(others, EdgeCase, Few(events), token => KillAsync(tiers, "edge", tiers.Tiers.StartEdgeAsync, token), cancel);
        if (Wanted(DeviceCase))
            await DisturbAsync(others, DeviceCase, Positions(events - 1, options.Every), token => KillAsync(tiers, tiers.Lone, again => tiers.Tiers.StartDeviceAsync(tiers.Lone, again), token), cancel);
        return (events, seconds, whole);
    }

    private async Task WithoutDatabaseAsync(int events, IReadOnlyList<string> whole, CancellationToken cancel)
    {
        progress("Starting the tiers again, with a journal in PostgreSQL:");
        await using var server = await PostgresServer.StartAsync(cancel);
        await using var tiers = await CrashTiers.StartAsync(
            Path.Combine(data, "postgres"), options.Devices, ["--journal-provider", "postgres", "--journal-connection", server.Connection], server.Connection, progress, cancel);
        await DisturbAsync(new(tiers, options, _network, whole, progress), DatabaseCase, Few(events), async token =>
        {
            await server.StopAsync(token);
            await Task.Delay(DatabaseGone, token);
            await server.ResumeAsync(token);
        }, cancel);
    }

    private async Task CutApartAsync(int events, CancellationToken cancel)
    {
        progress("Starting the tiers again, with a journal in PostgreSQL and a second cloud host behind a link of its own:");
        await using var server = await PostgresServer.StartAsync(cancel);
        await using var link = await ShapedNamespace.CreateAsync(Fast, cancel);
        await using var tiers = await CrashTiers.StartAsync(
            Path.Combine(data, "cut"), options.Devices, ["--journal-provider", "postgres", "--journal-connection", server.LocalConnection], server.Connection, progress, cancel, link);
        progress($"{Partitions.Case}:");
        _cases.Add(CrashCaseResult.Of(Partitions.Case, await new Partitions(tiers, link, options, _network, progress).RunAsync(Few(events), cancel)));
    }

    private async Task OnFullDiskAsync(int events, IReadOnlyList<string> whole, CancellationToken cancel)
    {
        progress("Starting the tiers again, the cloud on a small disk:");
        var folder = Path.Combine(data, "small");
        await using var disk = await SmallDisk.MountAsync(Path.Combine(folder, "cloud"), cancel);
        await using var tiers = await CrashTiers.StartAsync(folder, options.Devices, [], postgres: null, progress, cancel);
        await DisturbAsync(new(tiers, options, _network, whole, progress), DiskCase, Few(events), async token =>
        {
            disk.Fill();
            await Task.Delay(DiskFull, token);
            disk.Clear();
        }, cancel);
    }

    private static async Task KillAsync(CrashTiers tiers, string host, Func<CancellationToken, Task> restart, CancellationToken cancel)
    {
        await tiers.Tiers.Host(host).KillAsync();
        await restart(cancel);
    }

    private async Task DisturbAsync(Disturbances disturbances, string name, IEnumerable<int> positions, Func<CancellationToken, Task> disturb, CancellationToken cancel)
    {
        progress($"{name}:");
        _cases.Add(CrashCaseResult.Of(name, await disturbances.RunAsync(name, positions, disturb, cancel)));
    }

    /// <summary>
    /// Of a case, at most; what a run does not come to is reported so. The end of a phase is written together with the event that ended it: three
    /// in each round, and the end of the run. A round keeps every update, their sum, and of the model its weights, the rest of the state and the difference.
    /// </summary>
    private int PositionsOf(CrashPlace place, int events) =>
        place is CrashPlace.AfterWrite or CrashPlace.BeforeWrite ? events - 3 * options.Rounds - 1 : options.Rounds * (options.Devices + 4);

    private bool Wanted(string name, string? unavailable = null)
    {
        var wanted = options.Cases.Count == 0 || options.Cases.Contains(name);
        if (wanted && unavailable is not null)
            _skipped.Add($"{name}: {unavailable}");
        return wanted && unavailable is null;
    }

    private IEnumerable<int> Few(int events) => Positions(events - 1, Math.Max(options.Every, events / FewPositions));

    private static IEnumerable<int> Positions(int count, int every) => Enumerable.Range(1, count).Where(position => (position - 1) % every == 0);
}
