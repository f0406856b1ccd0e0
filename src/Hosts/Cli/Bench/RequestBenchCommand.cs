using System.CommandLine;
using System.Globalization;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Tiers;
using EdgeActors.Messages;
using Spectre.Console;

namespace EdgeActors.Cli.Bench;

/// <summary><c>edgeactors bench request</c>: what a request costs from REST to the device and back, and what an overload does.</summary>
internal static class RequestBenchCommand
{
    private const string Device = "device-1";

    /// <summary>A second apart.</summary>
    private const int MostTries = 30;

    public static Command Create()
    {
        var picture = new Option<string?>("--picture") { Description = "the picture to ask about; the first of models/pictures where not given" };
        var count = new Option<int>("--requests") { Description = "how many run one after another", DefaultValueFactory = _ => 200 };
        var cut = new Option<string?>("--cut") { Description = "pin the model's split here instead of letting the coordinator choose" };
        var model = new Option<string>("--model") { Description = "the model whose split is pinned", DefaultValueFactory = _ => "cifar10-resnet" };
        var deviceFlag = new Option<string[]>("--device-flag") { Description = "a further flag for the device host, such as --device-flag=--link-up=250KB/s; repeatable" };
        var command = new Command("request", "Time requests through all tiers on this machine: alone, 1, 4 and 16 in flight, and ten times too many.")
        {
            picture, count, cut, model, deviceFlag,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var file = PictureFile.Read(parsed.GetValue(picture) ?? FirstPicture());
            var data = Directory.CreateTempSubdirectory("edgeactors-bench-").FullName;
            try
            {
                await using var tiers = await TierSet.StartAsync(new(data, GatewayPort: 0, "", [Device], parsed.GetValue(deviceFlag) ?? []), output.Progress, cancel);
                var question = new Question("What is in this picture?", [file], [], Device);
                using var client = new GatewayClient(tiers.Gateway);
                await UntilAnsweredAsync(client, question, cancel);
                if (parsed.GetValue(cut) is { } pinned)
                    await PinAsync(client, question, parsed.GetRequiredValue(model), pinned, cancel);
                output.Write(await new RequestBench(tiers, question, output.Progress).RunAsync(parsed.GetValue(count), cancel), Show);
                return ExitCodes.Done;
            }
            finally
            {
                Directory.Delete(data, recursive: true);
            }
        });
        return command;
    }

    /// <summary>Hosts are ready before the models are announced and the planner has heard of them.</summary>
    private static async Task UntilAnsweredAsync(GatewayClient client, Question question, CancellationToken cancel)
    {
        using var look = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var tries = 1; ; tries++)
        {
            try
            {
                await client.SubmitAsync(question, TimeSpan.FromSeconds(30), cancel);
                return;
            }
            catch (GatewayProblem problem) when (tries < MostTries && (problem.Code is FailureCodes.Unsupported or FailureCodes.ModelMissing))
            {
                await look.WaitForNextTickAsync(cancel);
            }
        }
    }

    private static async Task PinAsync(GatewayClient client, Question question, string model, string cut, CancellationToken cancel)
    {
        await client.PinSplitAsync(Device, model, cut, null, cancel);
        // The pair is agreed on beside the traffic: the device fetches and times its half meanwhile.
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var looks = 0; looks < 300; looks++)
        {
            var request = await client.SubmitAsync(question, TimeSpan.FromSeconds(30), cancel);
            if (request.Steps.Count > 0 && request.Steps[0].Result?.Cut == cut)
                return;
            await look.WaitForNextTickAsync(cancel);
        }
        throw new CommandFailed($"{model} on {Device} does not run at cut '{cut}' although it is pinned there: GET /v1/devices/{Device} says more.");
    }

    private static string FirstPicture() =>
        RepositoryFolders.Find("models/pictures") is { } folder && Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal).FirstOrDefault() is { } first
            ? first
            : throw CommandFailed.Usage("There is no models/pictures at or above this folder: name a picture with --picture.");

    private static Rows Show(RequestBenchReport report) => new(
        new Text($"{report.Machine}\n{report.Model} at cut {report.Cut} as {report.Codec}, on {report.Where}\n"),
        Output.Table(
            report.Sustained.Select(result => ($"{result.InFlight} in flight", result.AnsweredPerSecond, result.Answered, result.Refused.Values.Sum()))
                .Prepend(("alone", double.NaN, report.EndToEnd, 0))
                .Prepend(("just started", double.NaN, report.First, 0))
                .Append(($"{report.Overload.OfferedPerSecond:0}/s offered", report.Overload.AnsweredPerSecond, report.Overload.Answered, report.Overload.Refused.Values.Sum())),
            new("load", row => row.Item1),
            new("answered/s", row => Number(row.Item2), Number: true),
            new("median ms", row => Number(row.Item3.MedianMs), Number: true),
            new("p95 ms", row => Number(row.Item3.P95Ms), Number: true),
            new("refused", row => row.Item4.ToString(CultureInfo.InvariantCulture), Number: true)),
        new Text(string.Create(CultureInfo.InvariantCulture,
            $"compute (head + encode + decode + tail) {report.ComputeMs:0.00} ms; the system adds {report.OverheadMs:0.00} ms (median)\n")
            + string.Create(CultureInfo.InvariantCulture,
                $"overload: a refused caller waited {report.Overload.RefusalMs.MedianMs:0.0} ms (median); answered again {report.Overload.RecoveredMs:0} ms after it ended; working set {string.Join(", ", report.Overload.WorkingSetMb.Select(host => $"{host.Key} {host.Value:0} MB"))}")));

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("0.0", CultureInfo.InvariantCulture);
}
