using System.Diagnostics;
using System.Globalization;
using EdgeActors.Hosts.Common.Crashes;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>Runs the cases of <c>bench crash</c> over one set of tiers.</summary>
internal sealed class CrashBench(CrashBenchOptions options, string data, Action<string> progress)
{
    /// <summary>Of the plan: weights, batches, rotations and rounding follow from it.</summary>
    public const ulong Seed = 7;

    private const string EdgeCase = "edge-killed";
    private const string DeviceCase = "device-killed";

    private static readonly (string Name, CrashPlace Place)[] CloudCases =
    [
        ("cloud-after-write", CrashPlace.AfterWrite), ("cloud-before-write", CrashPlace.BeforeWrite),
        ("cloud-inside-blob", CrashPlace.InsideBlob), ("cloud-before-named", CrashPlace.BeforeNamed),
    ];

    public static IReadOnlyList<string> CaseNames { get; } = [.. CloudCases.Select(one => one.Name), EdgeCase, DeviceCase];

    public async Task<CrashBenchReport> RunAsync(CancellationToken cancel)
    {
        progress($"Starting a cloud, an edge, a gateway and {options.Devices} devices in two processes:");
        await using var tiers = await CrashTiers.StartAsync(data, options.Devices, [], postgres: null, progress, cancel);
        var network = CrashPlan.Network(Seed);
        var plan = CrashPlan.Of(options.Devices, options.Rounds, Seed);
        var began = Stopwatch.GetTimestamp();
        await tiers.StartRunAsync("whole", plan, network, cancel);
        await tiers.UntilEndedAsync("whole", cancel);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (await tiers.ProblemAsync("whole", plan, null, cancel) is { } problem)
            throw new CommandFailed($"The uninterrupted run fails already: {problem}");
        var whole = RunEvidence.Read(tiers.Journal, "whole").Digests;
        var events = tiers.Journal.CountOf(new("whole"));
        progress(string.Create(CultureInfo.InvariantCulture,
            $"Uninterrupted: {events} events, {seconds:0.0} s, models {string.Join(", ", whole.Select(digest => digest[..12]))}"));

        var clouds = new CloudCrashes(tiers, options, network, whole, progress);
        var others = new OutsideKills(tiers, options, network, whole, progress);
        var cases = new List<CrashCaseResult>();
        foreach (var (name, place) in CloudCases.Where(one => Wanted(one.Name)))
        {
            progress($"{name}:");
            var points = Positions(PositionsOf(place, events), options.Every).Select(position => new CrashPoint(place, position, new($"{name}-{position}")));
            cases.Add(CrashCaseResult.Of(name, await clouds.RunAsync([.. points], cancel)));
        }

        if (Wanted(EdgeCase))
            cases.Add(CrashCaseResult.Of(EdgeCase, await others.RunAsync(
                "edge", "edge", Positions(events - 1, Math.Max(options.Every, events / 8)), tiers.Tiers.StartEdgeAsync, cancel)));
        if (Wanted(DeviceCase))
            cases.Add(CrashCaseResult.Of(DeviceCase, await others.RunAsync(
                "device", tiers.Lone, Positions(events - 1, options.Every), token => tiers.Tiers.StartDeviceAsync(tiers.Lone, token), cancel)));
        return new(Machine.Describe(), options.Devices, options.Rounds, network.Layout.Count, events, seconds, whole, cases, []);
    }

    /// <summary>
    /// Of a case, at most; what a run does not come to is reported so. The end of a phase is written together with the event that ended it: three
    /// in each round, and the end of the run. A round keeps every update, their sum, and of the model its weights, the rest of the state and the difference.
    /// </summary>
    private int PositionsOf(CrashPlace place, int events) =>
        place is CrashPlace.AfterWrite or CrashPlace.BeforeWrite ? events - 3 * options.Rounds - 1 : options.Rounds * (options.Devices + 4);

    private bool Wanted(string name) => options.Cases.Count == 0 || options.Cases.Contains(name);

    private static IEnumerable<int> Positions(int count, int every) => Enumerable.Range(1, count).Where(position => (position - 1) % every == 0);
}
