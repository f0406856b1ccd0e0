using System.Text.Json;
using EdgeActors.Cli;
using EdgeActors.Cli.Bench.Crash;

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
