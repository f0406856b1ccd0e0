using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace EdgeActors.Cli.Bench.Rounds;

/// <summary><c>edgeactors bench rounds</c>: how fast a round takes updates in, and what a large one takes of memory.</summary>
internal static class RoundBenchCommand
{
    private const double Mega = 1e6;

    public static Command Create()
    {
        var updates = new Option<int>("--updates") { Description = "of a round whose speed is measured", DefaultValueFactory = _ => 250 };
        var small = new Option<int>("--small-parameters") { Description = "of its model", DefaultValueFactory = _ => 10_000 };
        var repeats = new Option<int>("--repeats") { Description = "rounds that count, after one that does not", DefaultValueFactory = _ => 3 };
        var devices = new Option<int>("--devices") { Description = "of the round whose memory is measured; 0 leaves it out", DefaultValueFactory = _ => 1000 };
        var parameters = new Option<int>("--parameters") { Description = "of its model", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("rounds", "Measure accepted updates a second on SQLite and PostgreSQL, and the memory of one large round.") { updates, small, repeats, devices, parameters };
        command.SetAction(async (parsed, cancel) =>
        {
            var output = Output.For(parsed);
            if (parsed.GetValue(updates) < 1 || parsed.GetValue(small) < 1 || parsed.GetValue(repeats) < 1 || parsed.GetValue(devices) < 0 || parsed.GetValue(parameters) < 1)
                throw CommandFailed.Usage("--updates, --small-parameters, --repeats and --parameters are at least 1, --devices at least 0.");
            var folder = Directory.CreateTempSubdirectory("edgeactors-bench-rounds-");
            try
            {
                var bench = new RoundBench(folder.FullName, output.Progress);
                List<string> skipped = [];
                // First: a process that has done other work has more resident already.
                var memory = parsed.GetValue(devices) == 0 ? null : await bench.MemoryAsync(parsed.GetValue(devices), parsed.GetValue(parameters), cancel);
                var rates = await bench.RatesAsync(parsed.GetValue(updates), parsed.GetValue(small), parsed.GetValue(repeats), skipped, cancel);
                output.Write(new RoundBenchReport(Machine.Describe(), rates, memory, skipped), Show);
                return ExitCodes.Done;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    private static Rows Show(RoundBenchReport report) => new(
        new Text($"{report.Machine}\n"),
        Output.Table(
            report.Rates,
            new("journal", row => row.Journal),
            new("updates", row => row.Updates.ToString(CultureInfo.InvariantCulture), Number: true),
            new("bytes each", row => row.BlobBytes.ToString(CultureInfo.InvariantCulture), Number: true),
            new("accepted updates/s", row => Text(row.UpdatesPerSecond), Number: true),
            new("round again after, ms", row => Text(row.RecoverySeconds * 1000), Number: true)),
        new Text(report.Memory is { } memory
            ? string.Create(CultureInfo.InvariantCulture,
                $"One round of {memory.Devices} devices and {memory.Parameters:N0} parameters: {memory.UpdateBytes / Mega:0} MB of updates in {memory.Seconds:0} s, {memory.BaseBytes / Mega:0} MB resident before, {memory.PeakBytes / Mega:0} MB at most\n")
            : ""),
        new Text(string.Concat(report.Skipped.Select(skipped => $"left out: {skipped}\n"))));

    private static string Text(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
