using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Deployment;

public sealed class SystemdSpecs
{
    public static TheoryData<string> Tiers => [.. DeployedHost.Definitions.Keys];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Each_unit_starts_its_host_with_its_settings_and_restarts_it_only_where_that_helps(string tier)
    {
        var unit = Unit(tier).Select(line => line.Split('=', 2)).Where(line => line.Length == 2).ToLookup(line => line[0], line => line[1]);
        var name = $"EdgeActors.{char.ToUpperInvariant(tier[0])}{tier[1..]}";
        Assert.Equal($"/opt/edgeactors/{tier}/{name}", unit["ExecStart"].Single());
        DeployedHost.Resolve(tier, unit["Environment"].ToDictionary(line => line.Split('=')[0], line => line.Split('=', 2)[1]));
        Assert.Equal($"/var/lib/{unit["StateDirectory"].Single()}", unit["Environment"].Single(line => line.StartsWith("EDGEACTORS_DATA_DIR=", StringComparison.Ordinal)).Split('=')[1]);
        Assert.Equal(
            [ExitCodes.Configuration, ExitCodes.InUse, ExitCodes.Journal, ExitCodes.Certificate],
            unit["RestartPreventExitStatus"].Single().Split(' ').Select(int.Parse));
        Assert.True(TimeSpan.FromSeconds(int.Parse(unit["TimeoutStopSec"].Single())) > RunningHost.DrainTimeout);
    }

    [SkippableFact]
    public async Task Systemd_itself_finds_nothing_wrong_but_that_they_are_not_installed()
    {
        Skip.IfNot(Programs.Has("systemd-analyze"), "systemd-analyze checks the units, and is not installed here");
        var (_, output, errors) = await Programs.RunAsync("systemd-analyze", ["verify", .. DeployedHost.Definitions.Keys.Select(tier => Repository.File("docker", "systemd", $"edgeactors-{tier}.service"))]);
        Assert.All(
            (output + errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Contains("edgeactors", StringComparison.Ordinal)),
            line => Assert.Contains("is not executable: No such file or directory", line, StringComparison.Ordinal));
    }

    private static string[] Unit(string tier) => File.ReadAllLines(Repository.File("docker", "systemd", $"edgeactors-{tier}.service"));
}
