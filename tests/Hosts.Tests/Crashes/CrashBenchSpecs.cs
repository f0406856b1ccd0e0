using System.Text.Json;
using EdgeActors.Cli;
using EdgeActors.Cli.Bench.Crash;
using EdgeActors.Cli.Gateway;
using EdgeActors.Cli.Training;
using EdgeActors.Hosts.Tests.Support;
using Microsoft.Data.Sqlite;

namespace EdgeActors.Hosts.Tests.Crashes;

/// <summary>The short form of <c>bench crash</c>: real processes, killed at a few of the positions that the bench goes through one by one.</summary>
public sealed class CrashBenchSpecs
{
    [Fact]
    public Task A_run_whose_cloud_is_killed_ends_in_the_same_weights() => EndsInTheSameWeightsAsync(10, "cloud-after-write", "cloud-before-named");

    [SkippableFact]
    public Task A_run_whose_two_clouds_are_cut_apart_goes_on_on_one_side_and_ends_in_the_same_weights()
    {
        Skip.If(Partitions.Unavailable() is not null, Partitions.Unavailable());
        return EndsInTheSameWeightsAsync(13, Partitions.Case);
    }

    [Fact]
    public async Task A_run_that_does_not_come_in_its_time_is_a_failed_trial_and_not_the_end_of_the_bench()
    {
        using var files = new TemporaryFolder();
        // A journal without a run.
        await using (var made = new SqliteConnection($"Data Source={files["journal.db"]};Pooling=False"))
        {
            await made.OpenAsync();
            await using var table = made.CreateCommand();
            table.CommandText = "CREATE TABLE journal(persistence_id TEXT, sequence_number INTEGER, message BLOB, manifest TEXT)";
            await table.ExecuteNonQueryAsync();
        }

        using var journal = new RunJournal(files.Path);
        // Nobody listens there: a gateway that is being started again.
        using var gateway = new GatewayClient(new Uri($"http://127.0.0.1:{FreePort.Find()}"));
        var runs = new WatchedRuns(gateway, journal, TimeSpan.FromMilliseconds(500));

        var problem = await CrashTrial.ProblemAsync(async () =>
        {
            await runs.StartAsync("late", CrashPlan.Of(3, 1, CrashBench.Seed), CrashPlan.Network(CrashBench.Seed), CancellationToken.None);
            return null;
        });

        Assert.Contains("Run late could not be started", problem, StringComparison.Ordinal);
        Assert.Contains("No gateway answers", problem, StringComparison.Ordinal);
    }

    private static async Task EndsInTheSameWeightsAsync(int every, params string[] names)
    {
        var (data, progress) = (new StringWriter(), new StringWriter());
        var exit = await CommandTree.RunAsync(
            ["bench", "crash", "--devices", "3", "--rounds", "1", "--every", $"{every}", .. names.SelectMany(name => (string[])["--case", name]), "--output", "json"], data, progress);
        Assert.True(exit == ExitCodes.Done, progress.ToString());
        var cases = JsonDocument.Parse(data.ToString()).RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(names.Length, cases.Count);
        Assert.All(cases, one => Assert.True(one.GetProperty("positions").GetInt32() > 0, progress.ToString()));
        Assert.All(cases, one => Assert.Equal(one.GetProperty("positions").GetInt32(), one.GetProperty("passed").GetInt32()));
    }
}
