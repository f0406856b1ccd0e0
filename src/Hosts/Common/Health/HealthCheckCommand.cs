using System.CommandLine;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Common.Health;

/// <summary>
/// <c>EdgeActors.Edge healthcheck</c>: asks the running host whether it is ready. For containers, whose images have no shell and no curl;
/// it reads the same environment as the host, so it knows the port.
/// </summary>
internal static class HealthCheckCommand
{
    /// <param name="guard">Turns what goes wrong into a line for a person and an exit code.</param>
    public static Command Create(HostDefinition definition, SettingFlags flags, Func<Func<Task<int>>, Task<int>> guard)
    {
        var command = new Command("healthcheck", "Ask the host that runs with these settings whether it is ready. 0: it is; 1: it is not.");
        command.SetAction((parsed, cancel) => guard(async () =>
        {
            var (settings, _) = HostConfiguration.Resolve(definition, flags.Read(parsed), Environment.GetEnvironmentVariable);
            var (good, answer) = await HealthProbe.AskAsync(settings, "ready", cancel);
            parsed.InvocationConfiguration.Output.WriteLine(answer);
            return good ? ExitCodes.Ok : ExitCodes.Failed;
        }));
        return command;
    }
}
