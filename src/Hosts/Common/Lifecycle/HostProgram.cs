using System.CommandLine;
using System.Diagnostics;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Health;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>
/// What <c>Main</c> of every host calls: reads flags, environment and HOCON, starts the host, prints one ready line on stdout,
/// waits for SIGTERM or Ctrl-C, drains, and returns one of <see cref="ExitCodes"/>. Everything else goes to stderr.
/// </summary>
public static class HostProgram
{
    public static async Task<int> RunAsync(HostDefinition definition, string[] args)
    {
        var (command, flags) = CommandLine(definition);
        command.SetAction((parsed, _) => GuardAsync(definition, () => RunAsync(definition, flags.Read(parsed))));
        command.Add(DoctorCommand.Create(definition, flags, run => GuardAsync(definition, run)));
        command.Add(HealthCheckCommand.Create(definition, flags, run => GuardAsync(definition, run)));
        var result = command.Parse(args);
        if (result.Errors.Count > 0)
            return Complain(definition, ExitCodes.Configuration, string.Join(Environment.NewLine, result.Errors.Select(error => error.Message)));

        // Signals belong to the generic host, which drains; System.CommandLine would cut it short.
        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    private static (RootCommand Command, SettingFlags Flags) CommandLine(HostDefinition definition)
    {
        var defaults = HostConfiguration.Defaults(definition);
        var command = new RootCommand($"{definition.Summary}\nEvery option is also an environment variable and a HOCON key (named below); a flag wins over the environment, that over --config, that over hocon/*.conf.");
        return (command, SettingFlags.AddTo(command, definition.Settings, defaults));
    }

    private static async Task<int> RunAsync(HostDefinition definition, Func<Setting, IReadOnlyList<string>?> flags)
    {
        var (settings, hocon) = HostConfiguration.Resolve(definition, flags, Environment.GetEnvironmentVariable);
        using var folders = HostFolders.Claim(definition.Tier, settings);
        await using var host = await RunningHost.StartAsync(definition, settings, hocon, folders);
        return await host.UntilStoppedAsync();
    }

    /// <summary>Turns what can go wrong at a start into one clear line and an exit code.</summary>
    private static async Task<int> GuardAsync(HostDefinition definition, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } known)
        {
            return Complain(definition, known.ExitCode, known.Message);
        }
        catch (Exception e)
        {
            return Complain(definition, ExitCodes.Failed, e.ToString());
        }
    }

    private static int Complain(HostDefinition definition, int exitCode, string message)
    {
        Debug.Assert(exitCode != ExitCodes.Ok, "A complaint is never a success.");
        Console.Error.WriteLine($"{definition.Tier}: {message}");
        return exitCode;
    }
}
