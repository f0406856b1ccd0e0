using System.Collections.Immutable;
using EdgeActors.Gateway.Cluster;
using EdgeActors.Gateway.Devices;
using EdgeActors.Gateway.Models;
using EdgeActors.Gateway.Requests;
using EdgeActors.Gateway.Training;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Messages;
using EdgeActors.Messages.Requests;
using EdgeActors.Messages.Training;

namespace EdgeActors.Gateway.Page.Live;

/// <summary>
/// Looks at the system once a second for all who have the page open, so that a hundred viewers ask no more of it than one. While nobody
/// has it open, requests and runs are not asked for at all.
/// </summary>
public sealed partial class SystemWatch(
    ClusterClient cluster, DeviceClient devices, ModelClient models, RequestClient requests, TrainingClient training,
    Recent<RunId> recentRuns, TimeProvider time, ILogger<SystemWatch> log)
{
    private const int RequestsShown = 30;
    private const int RunsShown = 10;
    private const int EventsKept = 200;
    private const int LinkSamples = 300;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ImmutableList<SystemEvent> _events = [];
    private SystemSnapshot? _now;

    /// <summary>There is a new snapshot. Handlers run on the watch's thread and must not wait.</summary>
    public event Action? Changed;

    /// <summary>Null until the first look, within a second of the start.</summary>
    public SystemSnapshot? Now => Volatile.Read(ref _now);

    /// <summary>Newest first.</summary>
    public IReadOnlyList<SystemEvent> Events => Volatile.Read(ref _events);

    public LinkHistory Links { get; } = new(LinkSamples);

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
            await LookAsync(stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var before = Now;
            var after = await ReadAsync(before, cancel);
            Links.Add(after.At, after.Devices);
            if (before is { })
                _events = [.. SnapshotChanges.Between(before, after).Reverse().Concat(_events).OrderByDescending(happened => happened.At).Take(EventsKept)];
            Volatile.Write(ref _now, after);
            Changed?.Invoke();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page shows an old picture with its time; the next look may succeed.
            LogFailed(e);
        }
    }

    private async Task<SystemSnapshot> ReadAsync(SystemSnapshot? before, CancellationToken cancel)
    {
        var watched = Changed is { };
        var readDevices = OrOld(devices.ListAsync, before?.Devices ?? [], cancel);
        var readModels = OrOld(models.ListAsync, before?.Models ?? [], cancel);
        var readRequests = watched ? Task.WhenAll(requests.Recent.Take(RequestsShown).Select(id => RequestAsync(id, before, cancel))) : Task.FromResult<RequestResource?[]>([.. before?.Requests ?? []]);
        var readRuns = watched ? Task.WhenAll(recentRuns.Ids.Take(RunsShown).Select(id => RunAsync(id, before, cancel))) : Task.FromResult<RunResource?[]>([.. before?.Runs ?? []]);
        var (foundDevices, devicesMissing) = await readDevices;
        var (foundModels, modelsMissing) = await readModels;
        return new(
            time.GetUtcNow(), cluster.Show(), foundDevices, devicesMissing, foundModels, modelsMissing,
            [.. (await readRequests).OfType<RequestResource>()], [.. (await readRuns).OfType<RunResource>()]);
    }

    private static async Task<(IReadOnlyList<T> Found, string? Missing)> OrOld<T>(
        Func<CancellationToken, Task<IReadOnlyList<T>>> read, IReadOnlyList<T> old, CancellationToken cancel)
    {
        try
        {
            return (await read(cancel), null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return (old, ApiErrors.FailureOf(e).Reason);
        }
    }

    private Task<RequestResource?> RequestAsync(RequestId id, SystemSnapshot? before, CancellationToken cancel) => ReadOneAsync(
        before?.Requests.FirstOrDefault(request => request.Id == id.Value), known => RequestStatuses.IsFinal(known.Status),
        async () => RequestResource.Of(await requests.GetAsync(id, cancel)));

    private Task<RunResource?> RunAsync(RunId id, SystemSnapshot? before, CancellationToken cancel) => ReadOneAsync(
        before?.Runs.FirstOrDefault(run => run.Id == id.Value), known => RunStatuses.IsFinal(known.Status),
        async () => RunResource.Of(await training.GetAsync(id, cancel)));

    /// <summary>What has ended never changes again; what does not answer now stays as it was last seen.</summary>
    internal static async Task<T?> ReadOneAsync<T>(T? known, Func<T, bool> hasEnded, Func<Task<T>> read)
        where T : class
    {
        if (known is { } && hasEnded(known))
            return known;
        try
        {
            return await read();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return known;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The page could not look at the system")]
    private partial void LogFailed(Exception e);
}
