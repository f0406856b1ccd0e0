using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;

namespace EdgeActors.Cli;

/// <summary><c>edgeactors version</c>: what runs here, for a report of a defect.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var command = new Command("version", "Print the versions of EdgeActors and of what it runs on.");
        command.SetAction(parsed =>
        {
            var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            Output.For(parsed).Write(
                new Versions(version, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier),
                all => new Text($"edgeactors {all.EdgeActors} on {all.Runtime}, {all.Platform}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private sealed record Versions(string EdgeActors, string Runtime, string Platform);
}
