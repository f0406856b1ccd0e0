using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Inference.Zoo;
using EdgeActors.Learning.Local;
using EdgeActors.Learning.Plans;
using EdgeActors.Messages;
using EdgeActors.Messages.Training;
using EdgeActors.Onnx.Graphs;
using Spectre.Console;

namespace EdgeActors.Cli.Training;

/// <summary><c>edgeactors train start|status|pause|resume|abort</c>: a federated run through a running gateway.</summary>
internal static class TrainCommands
{
    /// <summary>Channels of the built-in net that plans call <c>residual</c>.</summary>
    private static readonly int[] BuiltInWidths = [8, 16, 24, 32];

    private const string BuiltInModel = "residual";
    private const int BuiltInClasses = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public static Command Create() => CommandTree.Group("train", "Train without moving data: federated runs.",
        Start(), Status(), Action("pause", "Open no further round."), Action("resume", "Go on with a paused run."), Action("abort", "End a run."));

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
            var network = Network(plan);
            using var client = new GatewayClient(parsed.GetRequiredValue(gateway));
            var resource = await client.StartRunAsync(run, plan.ToCanonicalJson(), OnnxFile.ToBytes(network.Network), network.Weights(), cancel);
            if (parsed.GetValue(wait))
                resource = await FollowAsync(client, resource, output, cancel);
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
            var resource = await client.GetRunAsync(parsed.GetRequiredValue(id), cancel);
            output.Write(parsed.GetValue(wait) ? await FollowAsync(client, resource, output, cancel) : resource, Show);
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

    private static async Task<RunResource> FollowAsync(GatewayClient client, RunResource run, Output output, CancellationToken cancel)
    {
        var shown = 0;
        while (true)
        {
            foreach (var round in run.Rounds.Where(round => round.Number > shown))
            {
                output.Progress(string.Create(CultureInfo.InvariantCulture,
                    $"round {round.Number}/{run.RoundsPlanned}: {new string('+', round.Participants)}{new string('-', round.Lost)} loss {round.Loss:0.000}, {round.BytesUp / 1e3:0} KB up, {round.BytesDown / 1e3:0} KB down, model {round.Model[..12]}"));
                shown = round.Number;
            }

            if (RunStatuses.IsFinal(run.Status))
                return run;
            await Task.Delay(LookEvery, TimeProvider.System, cancel);
            run = await client.GetRunAsync(run.Id, cancel);
        }
    }

    private static TrainingPlan ReadPlan(string file)
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

    /// <summary>The built-in net by its name, or an ONNX file by its path.</summary>
    private static TrainableNetwork Network(TrainingPlan plan)
    {
        if (plan.Model == BuiltInModel)
            return TrainableNetwork.Of(ResidualNetwork.Build(BuiltInClasses, BuiltInWidths, (long)plan.Seed));
        return File.Exists(plan.Model)
            ? TrainableNetwork.Of(OnnxFile.Read(plan.Model))
            : throw CommandFailed.Usage($"model: {plan.Model} is neither '{BuiltInModel}' nor an ONNX file that is here.");
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
