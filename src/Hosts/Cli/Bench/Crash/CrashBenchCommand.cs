using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace EdgeActors.Cli.Bench.Crash;

/// <summary><c>edgeactors bench crash</c>: a federated run, killed everywhere.</summary>
internal static class CrashBenchCommand
{
    public static Command Create()
    {
        var devices = new Option<int>("--devices") { Description = "of every run", DefaultValueFactory = _ => 10 };
        var rounds = new Option<int>("--rounds") { Description = "of every run", DefaultValueFactory = _ => 2 };
        var every = new Option<int>("--every") { Description = "try every so many positions only; 1 for all", DefaultValueFactory = _ => 1 };
        var cases = new Option<string[]>("--case") { Description = "this case only; repeatable", AllowMultipleArgumentsPerToken = true };
        var keep = new Option<string?>("--data-dir") { Description = "keep journals and logs here; a temporary folder that is removed where not given" };
        var command = new Command("crash", "Kill the hosts of a masked federated run at every journal position and inside blobs, take its database and its disk away, cut two cloud hosts apart: the models must come out bit for bit.")
        {
            devices, rounds, every, cases, keep,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            var options = new CrashBenchOptions(parsed.GetValue(devices), parsed.GetValue(rounds), Math.Max(1, parsed.GetValue(every)), parsed.GetValue(cases) ?? []);
            if (options.Devices < 3)
                throw CommandFailed.Usage("--devices: at least 3 are needed for masks that one lost device does not break.");
            if (options.Cases.FirstOrDefault(one => !CrashBench.CaseNames.Contains(one)) is { } unknown)
                throw CommandFailed.Usage($"There is no case '{unknown}': there are {string.Join(", ", CrashBench.CaseNames)}.");
            var given = parsed.GetValue(keep);
            var data = given is null ? Directory.CreateTempSubdirectory("edgeactors-bench-crash-").FullName : Path.GetFullPath(given);
            var report = await new CrashBench(options, data, output.Progress).RunAsync(cancel);
            if (given is null && report.Passed)
                Directory.Delete(data, recursive: true);
            output.Write(report, Show);
            return report.Passed ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static Rows Show(CrashBenchReport report) => new(
        new Text(string.Create(CultureInfo.InvariantCulture,
            $"{report.Machine}\n{report.Devices} devices, {report.Rounds} rounds, secure aggregation, {report.Parameters:N0} parameters; uninterrupted {report.Events} events in {report.UninterruptedSeconds:0.0} s\n")),
        Output.Table(
            report.Cases,
            new("case", row => row.Case),
            new("positions", row => Text(row.Positions), Number: true),
            new("passed", row => Text(row.Passed), Number: true),
            new("end of run after the kill, median s", row => Text(row.MedianRecoverySeconds), Number: true),
            new("worst s", row => Text(row.WorstRecoverySeconds), Number: true),
            new("first failure", row => row.Trials.FirstOrDefault(trial => trial.Problem is not null) is { } failed ? $"{failed.Run}: {failed.Problem}" : "")),
        new Text(string.Concat(report.Skipped.Select(skipped => $"left out: {skipped}\n"))),
        new Text("Passed: the weights of the uninterrupted run bit for bit, every accepted update counted once, none trained again, replayed to the same digests.\n"));

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
