using System.Net.Http.Json;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;
using EdgeActors.Cli.Training;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages.Training;
using EdgeActors.Onnx.Graphs;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>
/// The tiers under test, and how runs are started and watched: starts by the gateway, which may have to wait for a cloud that was killed; ends by the
/// journal, which needs nobody.
/// </summary>
internal sealed class CrashTiers : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly DeviceProcesses _devices;
    private readonly GatewayClient _gateway;
    private readonly HttpClient _http = new();

    private CrashTiers(TierSet tiers, DeviceProcesses devices, RunJournal journal)
    {
        (Tiers, _devices, Journal) = (tiers, devices, journal);
        _gateway = new GatewayClient(tiers.Gateway);
    }

    public TierSet Tiers { get; }

    public RunJournal Journal { get; }

    /// <summary>The device with a process of its own.</summary>
    public string Lone => _devices.Lone;

    public static async Task<CrashTiers> StartAsync(
        string data, int devices, IReadOnlyList<string> cloudArguments, string? postgres, Action<string> progress, CancellationToken cancel)
    {
        var named = DeviceProcesses.Of(devices);
        // Models and pictures are of no use here, and announcing them takes time.
        var nothing = Directory.CreateDirectory(Path.Combine(data, "nothing")).FullName;
        var tiers = await TierSet.StartAsync(
            new(data, GatewayPort: 0, nothing, [named.Host, named.Lone], ["--training-built-in", "40"],
                CloudArguments: ["--models", nothing, .. cloudArguments], Companions: named.Companions),
            progress, cancel);
        var crash = new CrashTiers(tiers, named, new RunJournal(Path.Combine(data, "cloud"), postgres));
        await crash.UntilOnlineAsync(cancel);
        return crash;
    }

    /// <summary>Starts a run, however long the gateway takes to find the cloud.</summary>
    public async Task StartRunAsync(string run, TrainingPlan plan, TrainableNetwork network, CancellationToken cancel)
    {
        string last;
        using var limited = Limited(cancel, Within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(300));
        do
        {
            try
            {
                await _gateway.StartRunAsync(run, plan.ToCanonicalJson(), OnnxFile.ToBytes(network.Network), network.Weights(), limited.Token);
                return;
            }
            catch (GatewayProblem problem) when ((int)problem.Status >= 500)
            {
                last = problem.Message; // no cloud for the moment, or one that died while it was asked
            }

            // Its answer may have been lost with the cloud.
            if (Journal.Find(run).Count > 0)
                return;
        }
        while (await look.WaitForNextTickAsync(limited.Token));
        throw new CommandFailed($"Run {run} can't be started: {last}");
    }

    /// <summary>Waits until the run's journal satisfies a condition.</summary>
    /// <exception cref="CommandFailed">It does not in time; the message says where it stands.</exception>
    public async Task UntilAsync(string run, Func<IReadOnlyList<RunEvents.IRunEvent>, bool> isSo, string what, CancellationToken cancel)
    {
        using var limited = Limited(cancel, Within);
        using var look = new PeriodicTimer(LookEvery);
        IReadOnlyList<RunEvents.IRunEvent> events = [];
        try
        {
            do
                events = Journal.Find(run);
            while (!isSo(events) && await look.WaitForNextTickAsync(limited.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"Run {run} has not {what} after {Within.TotalSeconds:0} s; its last event is {events.LastOrDefault()?.ToString() ?? "none"}. {Tiers.Host("cloud").LogTail()}");
        }
    }

    public Task UntilEndedAsync(string run, CancellationToken cancel) =>
        UntilAsync(run, events => events.Any(happened => happened is RunEvents.RunEnded), "ended", cancel);

    /// <summary>How often each device has trained for a run since its process began.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> TrainedAsync(string run, CancellationToken cancel)
    {
        var trained = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (device, host) in _devices.All)
        {
            var rounds = await _http.GetFromJsonAsync<List<string>>(new Uri(Tiers.Address(host), $"/v1/devices/{device}/trainings"), cancel);
            trained[device] = [.. rounds!.Where(round => round.StartsWith(run + ".", StringComparison.Ordinal))];
        }

        return trained;
    }

    /// <summary>The first thing that is wrong with a run that has ended; null when nothing is.</summary>
    /// <param name="digests">Of the uninterrupted run; null for that run itself.</param>
    public async Task<string?> ProblemAsync(string run, TrainingPlan plan, IReadOnlyList<string>? digests, CancellationToken cancel)
    {
        var evidence = RunEvidence.Read(Journal, run);
        if (evidence.Problem(plan, digests) is { } problem)
            return problem;
        foreach (var (device, rounds) in await TrainedAsync(run, cancel))
            if (rounds.GroupBy(round => round).FirstOrDefault(round => round.Count() > 1) is { } again)
                return $"{device} trained {again.Count()} times for {again.Key}";
        return await evidence.ReplayProblemAsync(Journal);
    }

    public async ValueTask DisposeAsync()
    {
        await Tiers.DisposeAsync();
        Journal.Dispose();
        _gateway.Dispose();
        _http.Dispose();
    }

    private async Task UntilOnlineAsync(CancellationToken cancel)
    {
        using var limited = Limited(cancel, Within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while ((await _gateway.GetJsonAsync("/v1/devices", limited.Token)).EnumerateArray().Count(device => device.GetProperty("online").GetBoolean()) < _devices.All.Count)
            await look.WaitForNextTickAsync(limited.Token);
    }

    private static CancellationTokenSource Limited(CancellationToken cancel, TimeSpan within)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(within);
        return limited;
    }
}
