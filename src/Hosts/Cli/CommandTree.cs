using System.CommandLine;
using EdgeActors.Cli.Bench;
using EdgeActors.Cli.Bench.Codecs;
using EdgeActors.Cli.Bench.Crash;
using EdgeActors.Cli.Bench.Gateway;
using EdgeActors.Cli.Bench.Rounds;
using EdgeActors.Cli.Bench.Splits;
using EdgeActors.Cli.Bench.Tasks;
using EdgeActors.Cli.Certificates;
using EdgeActors.Cli.Completion;
using EdgeActors.Cli.Demo;
using EdgeActors.Cli.Doctor;
using EdgeActors.Cli.Keys;
using EdgeActors.Cli.Models;
using EdgeActors.Cli.Planning;
using EdgeActors.Cli.Requests;
using EdgeActors.Cli.Tiers;
using EdgeActors.Cli.Training;
using EdgeActors.Cli.Watch;

namespace EdgeActors.Cli;

/// <summary>
/// Every command of <c>edgeactors</c>, in one list. A command is one static class in a folder named after its subject, with
/// <c>static Command Create()</c>: write the class, add its line here.
/// </summary>
public static class CommandTree
{
    public static RootCommand Create() => new("AI over cloud, edge and device: ask about a picture, train without moving data, replay every round.")
    {
        HelpName = "edgeactors",
        Options = { Output.Format },
        Subcommands =
        {
            DemoCommand.Create(),
            UpCommand.Create(),
            AskCommand.Create(),
            PlanCommand.Create(),
            Group("planner", "The planner without GPT.", TrainPlannerCommand.Create()),
            DoctorCommand.Create(),
            WatchCommand.Create(),
            KeysCommand.Create(),
            Group("models", "Train, measure, inspect and cut models.",
                ListModelsCommand.Create(),
                ShowModelCommand.Create(),
                ImportModelCommand.Create(),
                CutModelCommand.Create(),
                BundleCommand.Create(),
                BottleneckCommand.Create(),
                TrainModelCommand.Create(),
                EvaluateModelCommand.Create()),
            TrainCommands.Create(),
            ReplayCommand.Create(),
            Group("bench", "Measure, on this machine.",
                CrashBenchCommand.Create(),
                RoundBenchCommand.Create(),
                AggregateBenchCommand.Create(),
                FederatedBenchCommand.Create(),
                CodecBenchCommand.Create(),
                BottleneckBenchCommand.Create(),
                RequestBenchCommand.Create(),
                GatewayBenchCommand.Create(),
                PlannerBenchCommand.Create(),
                SplitBenchCommand.Create(),
                TrainStepBenchCommand.Create(),
                TaskBenchCommand.Create()),
            CertificateCommands.Create(),
            CompletionCommand.Create(),
            VersionCommand.Create(),
        },
    };

    /// <summary>
    /// Parses and runs one command line. Returns <see cref="ExitCodes"/>; nothing is thrown but what a defect throws, and that
    /// leaves with its stack trace on <paramref name="error"/>.
    /// </summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken cancelled = default)
    {
        var parsed = Create().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var wrong in parsed.Errors)
            {
                error.WriteLine(wrong.Message);
            }
            error.WriteLine($"See: edgeactors {string.Join(' ', PathOf(parsed))} --help".Replace("  ", " ", StringComparison.Ordinal));
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    // Stopping five hosts in order takes its time; a second Ctrl-C ends it at once.
                    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
                },
                cancelled);
        }
        catch (CommandFailed failed)
        {
            error.WriteLine($"edgeactors: {failed.Message}");
            return failed.ExitCode;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("edgeactors: stopped");
            return ExitCodes.Failed;
        }
    }

    /// <summary>Commands that share a first word: <c>bench request</c>, <c>bench planner</c>.</summary>
    internal static Command Group(string name, string description, params ReadOnlySpan<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }
        return group;
    }

    private static IEnumerable<string> PathOf(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at is not null && at != parsed.RootCommandResult; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            names.Push(at.Command.Name);
        }
        return names;
    }
}
