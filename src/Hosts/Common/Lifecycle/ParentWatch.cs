using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>Stops the host when the process that started it is gone, so that a killed <c>edgeactors demo</c> leaves no orphans.</summary>
internal sealed partial class ParentWatch(int parentPid, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ParentWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Opened once: a later process with the same id is not taken for the parent.
        using var parent = Open(parentPid);
        using var timer = new PeriodicTimer(Interval, time);
        while (parent is { HasExited: false })
            if (!await NextAsync(timer, stoppingToken))
                return;
        LogParentGone(parentPid);
        lifetime.StopApplication();
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Process? Open(int pid)
    {
        try
        {
            return Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The process {Parent} that started this host is gone: stopping")]
    private partial void LogParentGone(int parent);
}
