using System.Text.Json;
using EdgeActors.Cli;

namespace EdgeActors.Hosts.Tests.Crashes;

/// <summary>The short form of <c>bench crash</c>: real processes, killed at a few of the positions that the bench goes through one by one.</summary>
public sealed class CrashBenchSpecs
{
    [Fact]
    public async Task A_run_whose_cloud_is_killed_ends_in_the_same_weights()
    {
        var (data, progress) = (new StringWriter(), new StringWriter());
        var exit = await CommandTree.RunAsync(
            ["bench", "crash", "--devices", "3", "--rounds", "1", "--every", "10", "--case", "cloud-after-write", "--case", "cloud-before-named", "--output", "json"], data, progress);
        Assert.True(exit == ExitCodes.Done, progress.ToString());
        var cases = JsonDocument.Parse(data.ToString()).RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(2, cases.Count);
        Assert.All(cases, one => Assert.True(one.GetProperty("positions").GetInt32() > 0, progress.ToString()));
        Assert.All(cases, one => Assert.Equal(one.GetProperty("positions").GetInt32(), one.GetProperty("passed").GetInt32()));
    }
}
