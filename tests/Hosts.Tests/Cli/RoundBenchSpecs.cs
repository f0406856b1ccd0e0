using System.Text.Json;
using EdgeActors.Cli;
using EdgeActors.Cli.Bench.Postgres;

namespace EdgeActors.Hosts.Tests.Cli;

/// <summary>The short form of <c>bench rounds</c>.</summary>
public sealed class RoundBenchSpecs
{
    [Fact]
    public async Task Updates_are_taken_in_on_every_database_and_a_round_of_more_than_a_plan_allows_fits_in_memory()
    {
        var (data, progress) = (new StringWriter(), new StringWriter());
        var exit = await CommandTree.RunAsync(
            ["bench", "rounds", "--updates", "12", "--small-parameters", "200", "--repeats", "1", "--devices", "300", "--parameters", "500", "--output", "json"], data, progress);
        Assert.True(exit == ExitCodes.Done, progress.ToString());
        var report = JsonDocument.Parse(data.ToString()).RootElement;
        Assert.Equal(PostgresServer.Unavailable() is null ? 2 : 1, report.GetProperty("rates").GetArrayLength());
        Assert.All(report.GetProperty("rates").EnumerateArray(), rate => Assert.True(rate.GetProperty("updatesPerSecond").GetDouble() > 0));
        Assert.True(report.GetProperty("memory").GetProperty("peakBytes").GetInt64() >= report.GetProperty("memory").GetProperty("baseBytes").GetInt64());
        Assert.True(report.GetProperty("memory").GetProperty("updateBytes").GetInt64() > 300 * 500 / 2);
    }
}
