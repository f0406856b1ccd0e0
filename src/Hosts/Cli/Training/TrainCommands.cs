using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Training;

/// <summary><c>edgeactors train start|status|follow|report|pause|resume|abort</c>: a federated run through a running gateway.</summary>
internal static class TrainCommands
{
    public static Command Create() => CommandTree.Group("train", "Train without moving data: federated runs.",
        Start(), Status(), Follow(), Report(), Action("pause", "Open no further round."), Action("resume", "Go on with a paused run."), Action("abort", "End a run."));

    private static Command Start()
    {
        var file = new Argument<string>("plan") { Description = "a plan file, YAML" };
        var id = new Option<string?>("--run") { Description = "the run's id; the plan's name where not given. Starting the same run again changes nothing" };
        var wait = new Option<bool>("--follow") { Description = "stay and show every round until the run ends" };
        var gateway = GatewayOption.Create();
        var command = new Command("start", "Start a federated run from a plan.") { file, id, wait, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var plan = ReadPlan(parsed.GetRequiredValue(file));
            var run = parsed.GetValue(id) ?? plan.Name;
            if (!Identifier.IsValid(run))
                throw CommandFailed.Usage($"'{run}' cannot be a run's id: letters, digits, dots, underscores and hyphens; give one with --run.");
            var network = PlanNetworks.Of(plan);
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            var resource = await client.StartRunAsync(run, plan.ToCanonicalJson(), OnnxFile.ToBytes(network.Network), network.Weights(), cancel);
            if (parsed.GetValue(wait))
                resource = await new RunFollower(client, output).UntilEndedAsync(run, cancel);
            output.Write(resource, Show);
            return resource.Status == RunStatuses.Failed ? ExitCodes.Failed : ExitCodes.Done;
        });
        return command;
    }

    private static Command Status()
    {
        var id = new Argument<string>("run") { Description = "the run's id" };
        var wait = new Option<bool>("--follow") { Description = "stay until the run ends" };
        var gateway = GatewayOption.Create();
        var command = new Command("status", "Show a run and its rounds.") { id, wait, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            var run = parsed.GetRequiredValue(id);
            output.Write(parsed.GetValue(wait) ? await new RunFollower(client, output).UntilEndedAsync(run, cancel) : await client.GetRunAsync(run, cancel), Show);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Follow()
    {
        var id = new Argument<string>("run") { Description = "the run's id" };
        var gateway = GatewayOption.Create();
        var command = new Command("follow", "Show a run as it happens, from its first event to its end.") { id, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            output.Write(await new RunFollower(client, output).UntilEndedAsync(parsed.GetRequiredValue(id), cancel), Show);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Report()
    {
        var id = new Argument<string>("run") { Description = "the run's id" };
        var file = new Option<string?>("--to") { Description = "the file to write; RUN.html where not given" };
        var plots = new Option<string?>("--plots") { Description = "write the plots as PNG into this folder, too" };
        var gateway = GatewayOption.Create();
        var command = new Command("report", "Write a run as one HTML file, with plots of accuracy, loss and bytes.") { id, file, plots, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            var run = await client.GetRunAsync(parsed.GetRequiredValue(id), cancel);
            var path = Path.GetFullPath(parsed.GetValue(file) ?? $"{run.Id}.html");
            var pictures = RunPlots.Of(run);
            await File.WriteAllTextAsync(path, RunReportPage.Of(run, pictures), cancel);
            if (parsed.GetValue(plots) is { } folder)
            {
                Directory.CreateDirectory(folder);
                foreach (var plot in pictures)
                    await File.WriteAllBytesAsync(Path.Combine(folder, $"{run.Id}-{plot.Name}.png"), plot.Png, cancel);
            }

            output.Progress($"Written to {path}.");
            output.Write(run, Show);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Action(string name, string description)
    {
        var id = new Argument<string>("run") { Description = "the run's id" };
        var gateway = GatewayOption.Create();
        var command = new Command(name, description) { id, gateway };
        command.SetAction(async (parsed, cancel) =>
        {
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            Output.For(parsed).Write(await client.ActOnRunAsync(parsed.GetRequiredValue(id), name, cancel), Show);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <exception cref="CommandFailed">There is no such file, or no plan in it.</exception>
    internal static TrainingPlan ReadPlan(string file)
    {
        try
        {
            return TrainingPlanFile.Parse(File.ReadAllText(file), file);
        }
        catch (Exception wrong) when (wrong is InvalidPlanException or IOException or UnauthorizedAccessException)
        {
            throw CommandFailed.Usage(wrong.Message);
        }
    }

    private static Rows Show(RunResource run) => new(
        new Text(string.Create(CultureInfo.InvariantCulture,
            $"{run.Id}: {run.Status}, {run.RoundsCommitted} of {run.RoundsPlanned} rounds{(run.Epsilon is { } spent ? $", epsilon {spent:0.###}" : "")}{(run.Reason is { } reason ? $" ({reason})" : "")}\n")),
        Output.Table(
            run.Rounds,
            new("round", row => row.Number.ToString(CultureInfo.InvariantCulture), Number: true),
            new("devices", row => $"{new string('+', row.Participants)}{new string('-', row.Lost)}"),
            new("loss", row => row.Loss.ToString("0.000", CultureInfo.InvariantCulture), Number: true),
            new("accuracy %", row => row.Accuracy is { } accuracy ? (100 * accuracy).ToString("0.0", CultureInfo.InvariantCulture) : "", Number: true),
            new("KB up", row => (row.BytesUp / 1e3).ToString("0.0", CultureInfo.InvariantCulture), Number: true),
            new("KB down", row => (row.BytesDown / 1e3).ToString("0.0", CultureInfo.InvariantCulture), Number: true),
            new("model", row => row.Model[..12])));
}
