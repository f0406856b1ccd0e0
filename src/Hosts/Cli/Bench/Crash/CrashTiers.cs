using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Shaping;
using EdgeActors.Cli.Tiers;
using EdgeActors.Cli.Training;
using EdgeActors.Learning.Plans;
using HostExit = EdgeActors.Hosts.Common.Lifecycle.ExitCodes;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary>The tiers under test, and what they and the journal say of a run.</summary>
internal sealed class CrashTiers : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(180);

    private readonly DeviceProcesses _devices;
    private readonly GatewayClient _gateway;
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _supervising;

    private CrashTiers(TierSet tiers, DeviceProcesses devices, RunJournal journal)
    {
        (Tiers, _devices, Journal) = (tiers, devices, journal);
        _gateway = new GatewayClient(tiers.Gateway);
        Runs = new WatchedRuns(_gateway, journal, Within);
        _supervising = SuperviseAsync(_stopping.Token);
    }

    public TierSet Tiers { get; }

    public RunJournal Journal { get; }

    public WatchedRuns Runs { get; }

    /// <summary>The device with a process of its own.</summary>
    public string Lone => _devices.Lone;

    public static async Task<CrashTiers> StartAsync(
        string data, int devices, IReadOnlyList<string> cloudArguments, string? postgres, Action<string> progress, CancellationToken cancel,
        ShapedNamespace? secondCloud = null)
    {
        var named = DeviceProcesses.Of(devices);
        // Models and pictures are of no use here, and announcing them takes time.
        var nothing = Directory.CreateDirectory(Path.Combine(data, "nothing")).FullName;
        var tiers = await TierSet.StartAsync(
            new(data, GatewayPort: 0, nothing, [named.Host, named.Lone], ["--training-built-in", "40"],
                CloudArguments: ["--models", nothing, .. cloudArguments], Companions: named.Companions, SecondCloud: secondCloud),
            progress, cancel);
        var crash = new CrashTiers(tiers, named, new RunJournal(Path.Combine(data, "cloud"), postgres));
        await crash.UntilOnlineAsync(cancel);
        return crash;
    }

    /// <summary>The first thing that is wrong with a run that has ended; null when nothing is.</summary>
    /// <param name="digests">Of the uninterrupted run; null for that run itself.</param>
    public async Task<string?> ProblemAsync(string run, TrainingPlan plan, IReadOnlyList<string>? digests, CancellationToken cancel)
    {
        var evidence = RunEvidence.Read(Journal, run);
        if (evidence.Problem(plan, digests) is { } problem)
            return problem;
        foreach (var (device, host) in _devices.All)
        {
            var trainings = await DeviceTrainings.OfAsync(_http, Tiers.Address(host), device, cancel);
            if (DeviceTrainings.Repeated(trainings.Where(round => round.StartsWith(run + ".", StringComparison.Ordinal))) is { } again)
                return $"{device} trained for {again} more than once";
        }

        return await evidence.ReplayProblemAsync(Journal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _supervising;
        _stopping.Dispose();
        await Tiers.DisposeAsync();
        Journal.Dispose();
        _gateway.Dispose();
        _http.Dispose();
    }

    /// <summary>
    /// Starts edge and gateway again that the cluster went on without, as any supervisor does: where a cloud takes longer to come back than the cluster
    /// waits for it, they take themselves out.
    /// </summary>
    private async Task SuperviseAsync(CancellationToken cancel)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await look.WaitForNextTickAsync(cancel))
            {
                foreach (var name in (string[])["edge", "gateway"])
                {
                    if (Tiers.Ended(name) is HostExit.Removed)
                        await RestartAsync(name, cancel);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The tiers are no longer needed.
        }
    }

    private async Task RestartAsync(string name, CancellationToken cancel)
    {
        try
        {
            await Tiers.RestartAsync(name, cancel);
        }
        catch (CommandFailed)
        {
            // The cloud is away: the next look tries again, and whoever waits for the run says what became of it.
        }
    }

    private async Task UntilOnlineAsync(CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Within);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await _gateway.CountOnlineDevicesAsync(limited.Token) < _devices.All.Count)
                await look.WaitForNextTickAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"Not all of {_devices.All.Count} devices are online after {Within.TotalSeconds:0} s: the hosts' logs say more.");
        }
    }
}
