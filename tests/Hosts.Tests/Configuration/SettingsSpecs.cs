using EdgeActors.Cloud;
using EdgeActors.Device;
using EdgeActors.Edge;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Tests.Configuration;

public class SettingsSpecs
{
    [Fact]
    public void A_flag_wins_over_the_environment_and_that_over_hocon()
    {
        Assert.Equal(4053, Resolve([], []).Get(ClusterSettings.RemotePort));
        Assert.Equal(5000, Resolve([], Of((ClusterSettings.RemotePort.EnvironmentVariable, "5000"))).Get(ClusterSettings.RemotePort));
        Assert.Equal(6000, Resolve(Of(("--remote-port", "6000")), Of((ClusterSettings.RemotePort.EnvironmentVariable, "5000"))).Get(ClusterSettings.RemotePort));
    }

    [Theory]
    [InlineData("--remote-port", "65536", "a port from 0 to 65535")]
    [InlineData("--remote-port", "-1", "a port from 0 to 65535")]
    [InlineData("--log-level", "loud", "trace, debug, information")]
    [InlineData("--http-host", "localhost:80", "an IP address")]
    [InlineData("--blobs-max-bytes", "4 acres", "a size such as")]
    [InlineData("--ready-timeout", "60", "a time from 1s")]
    [InlineData("--ready-timeout", "0", "a time from 1s")]
    [InlineData("--name", "../../etc", "letters, digits")]
    [InlineData("--seed", "host:0", "HOST:PORT")]
    [InlineData("--certs", "none", "development, provided")]
    [InlineData("--journal-provider", "oracle", "sqlite, postgres")]
    public void A_wrong_value_is_reported_with_its_key_value_source_and_what_is_allowed(string flag, string value, string allowed)
    {
        var wrong = Assert.Single(Assert.Throws<SettingException>(() => Resolve(Of((flag, value)), [])).Wrong);
        Assert.Equal(flag, wrong.Source);
        Assert.Equal(value, wrong.Value);
        Assert.Contains(allowed, wrong.Allowed);
        Assert.Contains(wrong.Key, wrong.ToString());
    }

    [Fact]
    public void All_wrong_values_are_reported_at_once()
    {
        var e = Assert.Throws<SettingException>(() => Resolve(Of(("--remote-port", "x"), ("--log-format", "x")), []));
        Assert.Equal(2, e.Wrong.Count);
    }

    [Fact]
    public void A_list_comes_from_repeated_flags_or_a_comma_separated_variable()
    {
        HostPort[] both = [new("a", 1), new("b", 2)];
        Assert.Equal(both, Resolve(new() { ["--seed"] = ["a:1", "b:2"] }, []).Get(ClusterSettings.Seeds));
        Assert.Equal(both, Resolve([], Of((ClusterSettings.Seeds.EnvironmentVariable, "a:1, b:2"))).Get(ClusterSettings.Seeds));
    }

    [Fact]
    public void A_misspelt_key_in_an_own_file_is_refused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "edgeactors.remote.prot = 5");
        var e = Assert.Throws<SettingException>(() => HostConfiguration.Resolve(CloudHost.Definition, setting => setting == HostSettings.ConfigFile ? [file] : null, _ => null));
        Assert.Contains("edgeactors.remote.prot", e.Message);
        File.Delete(file);
    }

    [Theory]
    [InlineData("250KB/s", 250_000)]
    [InlineData("2MB/s", 2_000_000)]
    [InlineData("0", 0)]
    [InlineData("1.5mb", 1_500_000)]
    [InlineData("100", 100)]
    public void Rates_are_read_as_links_are_counted(string text, long expected) => Assert.Equal(expected, Quantity.ParseRate(text));

    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("2m", 120_000)]
    [InlineData("1.5s", 1500)]
    [InlineData("0", 0)]
    public void Times_are_read_with_their_unit(string text, double milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Quantity.ParseDuration(text));

    [Fact]
    public void The_flags_that_people_type_have_the_names_they_expect()
    {
        Assert.Equal("--device", DeviceSettings.Devices.Flag);
        Assert.Equal("--link-up", DeviceSettings.LinkUp.Flag);
        Assert.Equal("--seed", ClusterSettings.Seeds.Flag);
        Assert.Equal("--link-port", EdgeSettings.LinkPort.Flag);
        Assert.Equal("EDGEACTORS_JOURNAL_CONNECTION", JournalSettings.Connection.EnvironmentVariable);
    }

    private static SettingValues Resolve(Dictionary<string, string[]> flags, Dictionary<string, string[]> environment) =>
        HostConfiguration.Resolve(CloudHost.Definition, setting => flags.GetValueOrDefault(setting.Flag), name => environment.GetValueOrDefault(name)?[0]).Settings;

    private static Dictionary<string, string[]> Of(params (string Key, string Value)[] pairs) => pairs.ToDictionary(pair => pair.Key, pair => new[] { pair.Value });
}
