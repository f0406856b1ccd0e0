using EdgeActors.Messages;

namespace EdgeActors.Gateway;

/// <summary>Writes what is new of <see cref="Recent{TId}"/> to its file: a moment later and at the end, not for each request.</summary>
internal sealed partial class RecentKeeping(RecentFile file, Recent<RequestId> requests, Recent<RunId> runs, TimeProvider time, ILogger<RecentKeeping> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private IReadOnlyList<RequestId> _requests = requests.Ids;
    private IReadOnlyList<RunId> _runs = runs.Ids;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Keep();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
        Keep();
    }

    private void Keep()
    {
        var (newRequests, newRuns) = (requests.Ids, runs.Ids);
        if (newRequests.SequenceEqual(_requests) && newRuns.SequenceEqual(_runs))
            return;
        try
        {
            file.Write(newRequests, newRuns);
            (_requests, _runs) = (newRequests, newRuns);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The list of the newest requests can't be kept: {Reason}")]
    private partial void LogNotKept(string reason);
}
