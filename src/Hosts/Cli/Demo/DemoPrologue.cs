using System.Diagnostics;

namespace EdgeActors.Cli.Demo;

/// <summary>Waits until the stage is set: devices online, models announced, splits agreed.</summary>
internal sealed class DemoPrologue(DemoStage stage)
{
    /// <summary>Twins tell their splits every 5 s; one that stays for two of those has settled.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(11);

    private static readonly TimeSpan SplitsWithin = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan ThereWithin = TimeSpan.FromSeconds(60);

    /// <summary>Hosts that are ready are not yet devices that have connected and models that are announced.</summary>
    public async Task UntilEverythingIsThereAsync(CancellationToken cancel)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(ThereWithin);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var missing = "";
        try
        {
            while ((missing = await MissingAsync(limited.Token)) is not null)
                await look.WaitForNextTickAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new CommandFailed($"After {ThereWithin.TotalSeconds:0} s {missing}: the hosts' logs say more.");
        }
    }

    /// <summary>
    /// Devices fetch their halves over the slow link and time them, and the split moves while they do; before that the edge runs everything.
    /// </summary>
    public async Task UntilSplitsAreAgreedAsync(CancellationToken cancel)
    {
        stage.Output.Progress("Waiting until the devices have fetched and timed their halves of the model:");
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        var started = Stopwatch.GetTimestamp();
        var (splits, since) = ("", started);
        while (Stopwatch.GetElapsedTime(started) < SplitsWithin && (!splits.Contains(' ') || Stopwatch.GetElapsedTime(since) < SettledAfter))
        {
            var now = await SplitsAsync(cancel);
            if (now != splits)
                (splits, since) = (now, Stopwatch.GetTimestamp());
            await look.WaitForNextTickAsync(cancel);
        }
        stage.Output.Progress($"  {splits}");
    }

    private async Task<string> SplitsAsync(CancellationToken cancel) => string.Join("; ",
        from device in (await stage.Client.GetJsonAsync("/v1/devices", cancel)).EnumerateArray()
        from split in device.GetProperty("splits").EnumerateArray()
        select $"{device.GetProperty("id").GetString()} {split.GetProperty("model").GetString()} at {split.GetProperty("cut").GetString()}");

    private async Task<string?> MissingAsync(CancellationToken cancel)
    {
        var online = await stage.Client.CountOnlineDevicesAsync(cancel);
        if (online < stage.Devices.Count)
            return $"{online} of {stage.Devices.Count} devices are online";
        return (await stage.Client.GetJsonAsync("/v1/registry/models", cancel)).GetArrayLength() == 0 ? "no model is announced" : null;
    }
}
