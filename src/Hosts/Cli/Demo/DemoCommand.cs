using System.CommandLine;
using EdgeActors.Cli.Tiers;

namespace EdgeActors.Cli.Demo;

/// <summary><c>edgeactors demo</c>: everything, once, on this machine, from nothing to nothing.</summary>
internal static class DemoCommand
{
    private static readonly string[] Devices = ["device-1", "device-2"];

    /// <summary>Stands for a small board: a device as fast as its edge has no reason to share the work.</summary>
    private const string Slowdown = "120";

    /// <summary>The mission's link, throttled in the device's process, which needs no root.</summary>
    private static readonly string[] DeviceArguments =
        ["--link-shaping", "--slowdown", Slowdown, "--link-up", LinkThrottle.Mission.Up, "--link-down", LinkThrottle.Mission.Down, "--link-rtt", LinkThrottle.Mission.Rtt];

    public static Command Create()
    {
        var keep = new Option<string?>("--data-dir") { Description = "keep journals and logs here; a temporary folder that is removed where not given" };
        var pictures = new Option<string?>("--pictures") { Description = "a folder of pictures to ask about; models/pictures where not given" };
        var command = new Command("demo", "Start all tiers, ask about pictures, throttle a link until the split moves, kill the edge in the middle of a request and the cloud in the middle of a federated round, stop everything.") { keep, pictures };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(keep), parsed.GetValue(pictures), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? keep, string? picturesGiven, Output output, CancellationToken cancel)
    {
        var pictures = picturesGiven ?? RepositoryFolders.Find("models/pictures")
            ?? throw CommandFailed.Usage("There is no models/pictures at or above this folder: name a folder with --pictures.");
        var data = keep is { } ? Path.GetFullPath(keep) : Directory.CreateTempSubdirectory("edgeactors-demo-").FullName;
        var kept = keep is { };
        try
        {
            output.Progress($"Starting a cloud, an edge, a gateway and two devices, each a process of its own. The devices are made {Slowdown} times slower");
            output.Progress("than this machine, behind links of 250 KB/s up and 500 KB/s down:");
            await using (var tiers = await TierSet.StartAsync(new(data, GatewayPort: 0, Path.GetFullPath(pictures), Devices, DeviceArguments), output.Progress, cancel))
            {
                var report = await new DemoStory(tiers, Path.Combine(data, "cloud"), pictures, Devices, output).TellAsync(cancel);
                if (output.IsJson)
                    output.Write(report, _ => throw new InvalidOperationException("the story has been told as it happened"));
                output.Progress("Stopping everything:");
            }
            output.Progress("  all hosts have drained and exited.");
            return ExitCodes.Done;
        }
        catch
        {
            // The logs say why; they must outlive the failure.
            kept = true;
            output.Progress($"Logs are kept in {Path.Combine(data, "logs")}.");
            throw;
        }
        finally
        {
            if (!kept)
                Directory.Delete(data, recursive: true);
        }
    }
}
