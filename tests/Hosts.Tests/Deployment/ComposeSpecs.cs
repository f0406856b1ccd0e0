using System.Text.RegularExpressions;
using EdgeActors.Device;
using EdgeActors.Edge;
using EdgeActors.Gateway;
using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>The compose file against the solution: stages, settings, ports, networks and files that it names exist and fit each other.</summary>
public sealed partial class ComposeSpecs
{
    private static readonly IReadOnlyDictionary<string, DockerStage> Stages = DockerStage.Read(Repository.File("docker", "Dockerfile"));
    private static readonly YamlNode Compose = Repository.Yaml("docker", "compose.yaml")[0];
    private static readonly YamlNode Postgres = Repository.Yaml("docker", "compose.postgres.yaml")[0];

    public static TheoryData<string> Tiers => [.. DeployedHost.Definitions.Keys];

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Each_host_is_built_from_its_stage_configured_with_its_settings_and_given_time_to_drain(string tier)
    {
        var service = Compose["services"][tier];
        var stage = Stages[service["build"]["target"].Text];
        Assert.Equal(tier, stage.Name);
        Assert.True(File.Exists(Path.GetFullPath(Path.Combine(Repository.File("docker"), service["build"]["context"].Text, service["build"]["dockerfile"].Text))));
        Assert.NotNull(Settings(tier, Compose));
        Assert.True(TimeSpan.FromSeconds(int.Parse(service["stop_grace_period"].Text.TrimEnd('s'))) > RunningHost.DrainTimeout);
        Assert.Equal("true", service["read_only"].Text);
        // What a read-only root needs: the data and the certificates are volumes.
        Assert.Contains(service["volumes"].Items, volume => volume.Text.EndsWith(":/data", StringComparison.Ordinal));
        Assert.Contains(service["volumes"].Items, volume => volume.Text.EndsWith(":/certs", StringComparison.Ordinal));
    }

    [Fact]
    public void Members_find_the_cloud_the_device_finds_the_edge_and_callers_find_the_gateway()
    {
        var cloud = Settings("cloud", Compose);
        foreach (var tier in (string[])["edge", "gateway"])
        {
            var member = Settings(tier, Compose);
            Assert.Equal(new HostPort("cloud", cloud.Get(ClusterSettings.RemotePort)), Assert.Single(member.Get(ClusterSettings.Seeds)));
            Assert.Equal(tier, member.Get(ClusterSettings.RemoteHost));
            Assert.True(Shares(tier, "cloud"));
        }

        var edge = Settings("edge", Compose);
        Assert.Equal(new Uri($"https://{edge.Get(EdgeSettings.LinkHost)}:{edge.Get(EdgeSettings.LinkPort)}"), Settings("device", Compose).Get(DeviceSettings.Edge));
        Assert.True(Shares("device", "edge"));
        // Devices reach nothing but the link of their edge.
        Assert.False(Shares("device", "cloud") || Shares("device", "gateway"));
        Assert.Equal("true", Compose["networks"]["link"]["internal"].Text);

        var gateway = Settings("gateway", Compose);
        Assert.Equal($"127.0.0.1:8080:{gateway.Get(HostSettings.HttpPort)}", Assert.Single(Compose["services"]["gateway"]["ports"].Items).Text);
        Assert.Equal(AccessMode.Keys, gateway.Get(GatewaySettings.Access));
    }

    [Fact]
    public void Everything_that_is_named_is_declared()
    {
        foreach (var (name, service) in Compose["services"].Entries.Concat(Postgres["services"].Entries))
        {
            foreach (var network in service["networks"].Items)
                Assert.True(Compose["networks"].Entries.Concat(Postgres["networks"].Entries).Any(known => known.Key == network.Text), $"{name}: network {network}");
            foreach (var volume in service["volumes"].Items.Select(volume => volume.Text.Split(':')[0]))
                Assert.True(
                    volume.StartsWith('.') ? Path.Exists(Path.GetFullPath(Path.Combine(Repository.File("docker"), volume)))
                        : Compose["volumes"].Entries.Concat(Postgres["volumes"].Entries).Any(known => known.Key == volume), $"{name}: volume {volume}");
            foreach (var (needed, condition) in service["depends_on"].Entries)
            {
                var on = Compose["services"][needed].Exists ? Compose["services"][needed] : Postgres["services"][needed];
                Assert.True(on.Exists, $"{name} depends on {needed}");
                if (condition["condition"].Text == "service_healthy")
                    Assert.True(on["healthcheck"].Exists || Stages[on["build"]["target"].Text].Last("HEALTHCHECK") is not null, $"{needed} has no health check");
            }
        }
    }

    [Fact]
    public void The_overlay_puts_the_journal_on_its_server_and_nothing_else_there()
    {
        var settings = Settings("cloud", Compose, Postgres);
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(settings.Get(JournalSettings.Connection));
        var server = Postgres["services"]["postgres"];
        Assert.Equal(JournalProvider.Postgres, settings.Get(JournalSettings.Provider));
        Assert.Equal("postgres", connection.Host);
        Assert.Equal(server["environment"]["POSTGRES_DB"].Text, connection.Database);
        Assert.Equal(server["environment"]["POSTGRES_USER"].Text, connection.Username);
        Assert.Contains("journal", Postgres["services"]["cloud"]["networks"].Items.Select(network => network.Text));
    }

    [Fact]
    public void The_tool_finds_the_gateways_keys()
    {
        var tool = Compose["services"]["tool"];
        var keys = GatewaySettings.KeysIn(Settings("gateway", Compose), HostPlace.Of("gateway", Settings("gateway", Compose)).Root);
        var mounted = tool["volumes"].Items.Single(volume => volume.Text.StartsWith("gateway:", StringComparison.Ordinal)).Text["gateway:".Length..];
        Assert.Equal(keys.Replace("/data", mounted, StringComparison.Ordinal), Path.Combine(tool["environment"]["EDGEACTORS_GATEWAY_DIR"].Text, Path.GetFileName(keys)));
        Assert.NotNull(Stages[tool["build"]["target"].Text]);
    }

    private static SettingValues Settings(string tier, params ReadOnlySpan<YamlNode> files)
    {
        var environment = Stages[tier].Environment.ToDictionary();
        foreach (var file in files)
            foreach (var (key, value) in file["services"][tier]["environment"].Entries)
                environment[key] = Variable().Replace(value.Text, found => found.Groups["default"].Success ? found.Groups["default"].Value : "given");
        return DeployedHost.Resolve(tier, environment);
    }

    private static bool Shares(string one, string other) =>
        Compose["services"][one]["networks"].Items.Intersect(Compose["services"][other]["networks"].Items).Any();

    [GeneratedRegex(@"\$\{(?<name>\w+)(:-(?<default>[^}]*)|:\?[^}]*)?\}")]
    private static partial Regex Variable();
}
