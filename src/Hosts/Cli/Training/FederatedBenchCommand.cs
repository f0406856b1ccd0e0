using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace EdgeActors.Cli.Training;

/// <summary><c>edgeactors bench federated</c>: accuracy of federated training against rounds, bytes and time on slow links.</summary>
internal static class FederatedBenchCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "a folder with train/CLASS/*.jpg and test/CLASS/*.jpg of 32x32 pictures, such as CIFAR-10; the built-in pictures where not given" };
        var examples = new Option<int>("--examples") { Description = "training pictures in all, spread over the devices; 0 for all there are", DefaultValueFactory = _ => 4000 };
        var test = new Option<int>("--test") { Description = "test pictures; 0 for all there are", DefaultValueFactory = _ => 1000 };
        var rounds = new Option<int>("--rounds") { Description = "rounds of each run", DefaultValueFactory = _ => 10 };
        var devices = new Option<int>("--devices") { Description = "devices of each run", DefaultValueFactory = _ => 10 };
        var threads = new Option<int>("--threads") { Description = "of the engine", DefaultValueFactory = _ => 1 };
        var only = new Option<string[]>("--only") { Description = "run these cases only, by name; repeatable" };
        var heldOut = new Option<int>("--held-out") { Description = "measure on so many training pictures that no device gets, not on the test pictures: for choosing settings" };
        var plan = new Option<string[]>("--plan") { Description = "run these plan files instead of the built-in cases; repeatable" };
        var plot = new Option<string?>("--plot") { Description = "draw accuracy against rounds, bytes and link time into this PNG" };
        var command = new Command("federated", "Train over simulated devices, IID and Dirichlet 0.5, and compare schemes by accuracy, bytes and link time.")
        {
            data, examples, test, rounds, devices, threads, only, heldOut, plan, plot,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                var output = Output.For(parsed);
                var cases = FederatedCases.All(parsed.GetValue(rounds), parsed.GetValue(devices));
                if (parsed.GetValue(only) is { Length: > 0 } names)
                {
                    var unknown = names.FirstOrDefault(name => cases.All(one => one.Name != name));
                    if (unknown is not null)
                        throw CommandFailed.Usage($"There is no case '{unknown}': there are {string.Join(", ", cases.Select(one => one.Name))}.");
                    cases = [.. cases.Where(one => names.Contains(one.Name))];
                }

                if (parsed.GetValue(plan) is { Length: > 0 } files)
                    cases = [.. files.Select(TrainCommands.ReadPlan).Select(read => new FederatedCase(read.Name, read))];

                var pictures = FederatedPictures.Open(parsed.GetValue(data), parsed.GetValue(examples), parsed.GetValue(test));
                if (parsed.GetValue(heldOut) is > 0 and var count)
                    pictures = pictures.HoldOut(count);
                var report = new FederatedBench(pictures, parsed.GetValue(threads), output.Progress).Run(cases, cancel);
                output.Write(report, Show);
                if (parsed.GetValue(plot) is { } file)
                    FederatedPlot.Save(report, file);
                return ExitCodes.Done;
            },
            cancel));
        return command;
    }

    private static Rows Show(FederatedBenchReport report) => new(
        new Text($"{report.Machine}\n{report.Data}; {report.Model}, {report.Parameters:N0} parameters; links {report.LinkUp / 1000:0} KB/s up, {report.LinkDown / 1000:0} KB/s down\n"),
        Output.Table(
            report.Cases,
            new("case", row => row.Name),
            new("rounds", row => Whole(row.Rounds), Number: true),
            new("accuracy %", row => Percent(row.Accuracy), Number: true),
            new("best %", row => Percent(row.BestAccuracy), Number: true),
            new("MB up", row => Mega(row.BytesUp), Number: true),
            new("MB down", row => Mega(row.BytesDown), Number: true),
            new("link s", row => Whole(row.LinkSeconds), Number: true),
            new($"link s to {report.TargetAccuracy:P0}", row => row.LinkSecondsToTarget is { } seconds ? Whole(seconds) : "never", Number: true),
            new("compute s", row => Whole(row.ComputeSeconds), Number: true)),
        new Text("Peers on CIFAR-10, 10 clients, published, not run here: source study 68-70 %; Flower niid_bench 71.3 % IID, 62.5 % (FedAvg) and 68.1 % (SCAFFOLD) at "
            + "Dirichlet 0.5 with 250 MB in 50 rounds; NVIDIA FLARE 89.1 % and 87.9 % with 11,200 MB.\n"));

    private static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);

    private static string Percent(double value) => (100 * value).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Mega(long bytes) => (bytes / 1e6).ToString("0.00", CultureInfo.InvariantCulture);
}
