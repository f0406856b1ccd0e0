using System.CommandLine;
using EdgeActors.Cli.Gateway;
using Spectre.Console;

namespace EdgeActors.Cli.Watch;

/// <summary><c>edgeactors watch DEVICE</c>: goodput, split and latency of one device, live until Ctrl-C.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var device = new Argument<string>("device") { Description = "the device's id" };
        var once = new Option<bool>("--once") { Description = "show it once and end" };
        var gateway = GatewayOption.Create();
        var command = new Command("watch", "A device's link, its splits and what they take, live.") { device, once, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            using var client = new GatewayClient(parsed.GetValue(gateway)!);
            var path = $"/v1/devices/{Uri.EscapeDataString(parsed.GetValue(device)!)}";
            if (parsed.GetValue(once))
                output.Write(await LookAsync(client, path, cancel), WatchView.Of);
            else if (output.IsJson || Console.IsOutputRedirected)
                await TellChangesAsync(client, path, output, cancel);
            else
                await ShowAsync(client, path, cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<WatchedDevice> LookAsync(GatewayClient client, string path, CancellationToken cancel) =>
        WatchedDevice.Of(await client.GetJsonAsync(path, cancel));

    private static async Task ShowAsync(GatewayClient client, string path, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Interval);
        await AnsiConsole.Live(WatchView.Of(await LookAsync(client, path, cancel))).StartAsync(async live =>
        {
            try
            {
                while (await timer.WaitForNextTickAsync(cancel))
                    live.UpdateTarget(WatchView.Of(await LookAsync(client, path, cancel)));
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Ctrl-C is how it ends.
            }
        });
    }

    /// <summary>Into a pipe: only what is new, as lines or as JSON documents.</summary>
    private static async Task TellChangesAsync(GatewayClient client, string path, Output output, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Interval);
        var last = "";
        try
        {
            do
            {
                var device = await LookAsync(client, path, cancel);
                var line = WatchView.Line(device);
                if (line == last)
                    continue;
                last = line;
                output.Write(device, _ => new Text(line));
            }
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }
    }
}
