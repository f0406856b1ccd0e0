using System.CommandLine;
using EdgeActors.Cli.Gateway;
using EdgeActors.Inference.Bundles;
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
        var models = new Option<string?>("--models") { Description = "the folder of models that the system serves; models/ where found" };
        var device = new Option<string[]>("--device") { Description = "a device to start, repeatable; device-1 and device-2 where none is given" };
        var command = new Command("up", "Start a cloud, an edge, a gateway and two devices on this machine, and leave them running.") { data, port, pictures, models, device };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var devices = parsed.GetValue(device) is { Length: > 0 } named ? named : ["device-1", "device-2"];
            var served = ModelsIn(parsed.GetValue(models), output);
            var options = new TierOptions(
                Path.GetFullPath(parsed.GetRequiredValue(data)), parsed.GetValue(port), parsed.GetValue(pictures) ?? RepositoryFolders.Find("models/pictures") ?? "", devices, [],
                CloudArguments: served is null ? [] : ["--models", served]);
            await using var tiers = await TierSet.StartAsync(options, output.Progress, cancel);
            output.Write(tiers.Urls, Show);
            output.Progress($"The page is at {tiers.Gateway}");
            output.Progress($"Logs are in {options.Logs}. Ctrl-C stops everything.");
            await KeepRunningAsync(tiers, output, cancel);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Without models the hosts run and nothing can be answered: that is said before somebody wonders.</summary>
    private static string? ModelsIn(string? given, Output output)
    {
        if (given is { } && !Directory.Exists(given))
            throw CommandFailed.Usage($"--models {given} is no folder.");
        var folder = given ?? RepositoryFolders.Find("models");
        if (folder is null || new ModelStore(folder).Names.Count == 0)
            output.Progress($"No models are in {folder ?? "models/ here or above"}: requests will be refused until there are. Name their folder with --models.");
        return folder is null ? null : Path.GetFullPath(folder);
    }

    private static Table Show(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> urls) => Output.Table(
        urls.OrderBy(host => host.Key, StringComparer.Ordinal).SelectMany(host => host.Value.Select(url => (Host: host.Key, Name: url.Key, Url: url.Value))),
        new("host", row => row.Host), new("what", row => row.Name), new("address", row => row.Url));

    /// <summary>
    /// Until Ctrl-C. A host that was killed, crashed or was left behind by the cluster is started again, as a supervisor would; one that ends
    /// because something is wrong with its settings, or that keeps ending, is told to the person who can mend it.
    /// </summary>
    private static async Task KeepRunningAsync(TierSet tiers, Output output, CancellationToken cancel)
    {
        var restarts = new Dictionary<string, int>();
        try
        {
            while (true)
            {
                var ended = await await Task.WhenAny(tiers.Hosts.Select(async host =>
                {
                    await host.EndedAsync(cancel);
                    return host;
                }));
                var times = restarts[ended.Name] = restarts.GetValueOrDefault(ended.Name) + 1;
                if (!RestartPolicy.MayHelp(ended.ExitCode) || times > RestartPolicy.Most)
                    throw new CommandFailed($"The {ended.Name} host has ended with exit code {ended.ExitCode}. {ended.LogTail()}");
                output.Progress($"The {ended.Name} host has ended with exit code {ended.ExitCode}; starting it again:");
                await tiers.RestartAsync(ended.Name, cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
    }
}
