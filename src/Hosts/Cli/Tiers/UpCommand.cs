using System.CommandLine;
using EdgeActors.Cli.Gateway;
using Spectre.Console;

namespace EdgeActors.Cli.Tiers;

/// <summary><c>edgeactors up</c>: all tiers on this machine until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data-dir") { Description = "journals, blobs, certificates and logs", DefaultValueFactory = _ => "./run" };
        var port = new Option<int>("--port") { Description = "the gateway's port; 0 picks a free one", DefaultValueFactory = _ => GatewayOption.DefaultPort };
        var pictures = new Option<string?>("--pictures") { Description = "the folder of pictures that the devices hold; models/pictures where found" };
        var device = new Option<string[]>("--device") { Description = "a device to start, repeatable; device-1 and device-2 where none is given" };
        var command = new Command("up", "Start a cloud, an edge, a gateway and two devices on this machine, and leave them running.") { data, port, pictures, device };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var devices = parsed.GetValue(device) is { Length: > 0 } named ? named : ["device-1", "device-2"];
            var options = new TierOptions(
                Path.GetFullPath(parsed.GetRequiredValue(data)), parsed.GetValue(port), parsed.GetValue(pictures) ?? RepositoryFolders.Find("models/pictures") ?? "", devices, []);
            await using var tiers = await TierSet.StartAsync(options, output.Progress, cancel);
            output.Write(tiers.Urls, Show);
            output.Progress($"Logs are in {options.Logs}. Ctrl-C stops everything.");
            await UntilOneEndsAsync(tiers, cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Table Show(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> urls) => Output.Table(
        urls.OrderBy(host => host.Key, StringComparer.Ordinal).SelectMany(host => host.Value.Select(url => (Host: host.Key, Name: url.Key, Url: url.Value))),
        new("host", row => row.Host), new("what", row => row.Name), new("address", row => row.Url));

    /// <summary>Ctrl-C is the good end; a host that dies on its own is not.</summary>
    private static async Task UntilOneEndsAsync(TierSet tiers, CancellationToken cancel)
    {
        try
        {
            var first = await await Task.WhenAny(tiers.Hosts.Select(async host =>
            {
                await host.EndedAsync(cancel);
                return host;
            }));
            throw new CommandFailed($"The {first.Name} host has ended. {first.LogTail()}");
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
    }
}
