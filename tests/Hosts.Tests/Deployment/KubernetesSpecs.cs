using EdgeActors.Edge;
using EdgeActors.Gateway;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>The kustomization against the solution and against itself.</summary>
public sealed class KubernetesSpecs
{
    private static readonly IReadOnlyDictionary<string, DockerStage> Stages = DockerStage.Read(Repository.File("docker", "Dockerfile"));
    private static readonly IReadOnlyList<YamlNode> Base =
        [.. Repository.Yaml("docker", "kubernetes", "base", "kustomization.yaml")[0]["resources"].Items.SelectMany(file => Repository.Yaml("docker", "kubernetes", "base", file.Text))];

    public static TheoryData<string> Members => ["cloud", "edge", "gateway"];

    [Theory]
    [MemberData(nameof(Members))]
    public void Each_member_is_a_stateful_set_with_the_hosts_settings_ports_and_probes(string tier)
    {
        var set = Base.Single(resource => resource["kind"].Text == "StatefulSet" && resource["metadata"]["name"].Text == tier);
        var pod = set["spec"]["template"]["spec"];
        var container = Assert.Single(pod["containers"].Items);
        var settings = Settings(tier, container);

        Assert.Equal($"edgeactors-{tier}", container["image"].Text);
        Assert.Equal($"{tier}-0", settings.Get(HostSettings.Name));
        Assert.Equal($"{tier}-0.{set["spec"]["serviceName"]}", settings.Get(ClusterSettings.RemoteHost));
        var ports = container["ports"].Items.ToDictionary(port => port["name"].Text, port => int.Parse(port["containerPort"].Text));
        Assert.Equal(settings.Get(HostSettings.HttpPort), ports["http"]);
        Assert.Equal(settings.Get(ClusterSettings.RemotePort), ports["remote"]);
        Assert.Equal(settings.Get(ClusterSettings.BlobsPort), ports["blobs"]);
        if (tier == "edge")
            Assert.Equal(settings.Get(EdgeSettings.LinkPort), ports["link"]);

        foreach (var (probe, path) in ((string, string)[])[("startupProbe", "/healthz/ready"), ("readinessProbe", "/healthz/ready"), ("livenessProbe", "/healthz/live")])
        {
            Assert.Equal(path, container[probe]["httpGet"]["path"].Text);
            Assert.Equal("http", container[probe]["httpGet"]["port"].Text);
        }

        var stops = int.Parse(pod["terminationGracePeriodSeconds"].Text) - int.Parse(container["lifecycle"]["preStop"]["sleep"]["seconds"].Text);
        Assert.True(TimeSpan.FromSeconds(stops) > RunningHost.DrainTimeout, $"{tier} is killed after {stops} s");
        Assert.Equal("1654", pod["securityContext"]["runAsUser"].Text);
        Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].Text);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void What_is_mounted_is_declared_and_where_the_host_looks(string tier)
    {
        var set = Base.Single(resource => resource["kind"].Text == "StatefulSet" && resource["metadata"]["name"].Text == tier);
        var container = set["spec"]["template"]["spec"]["containers"].Items.Single();
        var declared = set["spec"]["template"]["spec"]["volumes"].Items.Concat(set["spec"]["volumeClaimTemplates"].Items.Select(claim => claim["metadata"])).Select(volume => volume["name"].Text).ToHashSet();
        var mounts = container["volumeMounts"].Items.ToDictionary(mount => mount["mountPath"].Text, mount => mount["name"].Text);
        Assert.Equal(declared, mounts.Values.ToHashSet());
        var settings = Settings(tier, container);
        Assert.Equal("data", mounts[settings.Get(HostSettings.DataDirectory)]);
        Assert.Equal("certs", mounts[settings.Get(HostSettings.CertificatesDirectory)]);
        if (tier == "gateway")
            Assert.Equal("keys", mounts[Path.GetDirectoryName(settings.Get(GatewaySettings.KeyFile))!]);
    }

    [Fact]
    public void Services_and_policies_select_pods_that_exist_and_ports_that_they_have()
    {
        var sets = Base.Where(resource => resource["kind"].Text == "StatefulSet").ToList();
        foreach (var resource in Base.Where(resource => resource["kind"].Text is "Service" or "NetworkPolicy"))
        {
            var selector = resource["kind"].Text == "Service" ? resource["spec"]["selector"] : resource["spec"]["podSelector"]["matchLabels"];
            var selected = sets.Where(set => selector.Entries.All(label => set["spec"]["template"]["metadata"]["labels"][label.Key].Value?.Equals(label.Value.Value) == true)).ToList();
            Assert.True(selected.Count > 0, $"{resource["metadata"]["name"]} selects nothing");
            var named = resource["kind"].Text == "Service"
                ? resource["spec"]["ports"].Items.Select(port => port["targetPort"].Exists ? port["targetPort"].Text : port["name"].Text)
                : resource["spec"]["ingress"].Items.SelectMany(rule => rule["ports"].Items).Select(port => port["port"].Text);
            foreach (var port in named)
                Assert.All(selected, set => Assert.Contains(port, set["spec"]["template"]["spec"]["containers"].Items.Single()["ports"].Items.Select(known => known["name"].Text)));
        }

        foreach (var set in sets)
            Assert.Contains(Base, resource => resource["kind"].Text == "Service" && resource["metadata"]["name"].Text == set["spec"]["serviceName"].Text && resource["spec"]["clusterIP"].ToString() == "None");
        var cloud = Settings("cloud", sets.Single(set => set["metadata"]["name"].Text == "cloud")["spec"]["template"]["spec"]["containers"].Items.Single());
        foreach (var tier in (string[])["edge", "gateway"])
            Assert.Equal(
                new HostPort(cloud.Get(ClusterSettings.RemoteHost), cloud.Get(ClusterSettings.RemotePort)),
                Settings(tier, sets.Single(set => set["metadata"]["name"].Text == tier)["spec"]["template"]["spec"]["containers"].Items.Single()).Get(ClusterSettings.Seeds)[0]);
    }

    [SkippableTheory]
    [InlineData("base", 1)]
    [InlineData("postgres", 3)]
    public async Task It_renders_and_the_overlay_makes_three_cloud_hosts_on_one_journal(string overlay, int replicas)
    {
        Skip.IfNot(Programs.Has("kubectl"), "kubectl renders the kustomization, and is not installed here");
        var (exit, output, errors) = await Programs.RunAsync("kubectl", "kustomize", Repository.File("docker", "kubernetes", overlay));
        Assert.True(exit == 0, errors);

        var rendered = Repository.Parse(output);
        var cloud = rendered.Single(resource => resource["kind"].Text == "StatefulSet" && resource["metadata"]["name"].Text == "cloud");
        Assert.Equal($"{replicas}", cloud["spec"]["replicas"].Text);
        Assert.All(rendered.Where(resource => resource["kind"].Text != "Namespace"), resource => Assert.Equal("edgeactors", resource["metadata"]["namespace"].Text));
        var settings = Settings("cloud", cloud["spec"]["template"]["spec"]["containers"].Items.Single());
        Assert.Equal(replicas > 1 ? JournalProvider.Postgres : JournalProvider.Sqlite, settings.Get(JournalSettings.Provider));
        // The first alone may found the cluster.
        if (replicas > 1)
            Assert.Equal(new HostPort("cloud-0.cloud", settings.Get(ClusterSettings.RemotePort)), settings.Get(ClusterSettings.Seeds)[0]);
    }

    private static SettingValues Settings(string tier, YamlNode container)
    {
        var environment = Stages[tier].Environment.ToDictionary();
        var name = $"{tier}-0";
        foreach (var variable in container["env"].Items)
            environment[variable["name"].Text] = variable["value"].Exists ? variable["value"].Text.Replace("$(EDGEACTORS_NAME)", name, StringComparison.Ordinal)
                : variable["valueFrom"]["fieldRef"]["fieldPath"].ToString() == "metadata.name" ? name
                : variable["valueFrom"]["secretKeyRef"].Exists ? "Host=from-a-secret"
                : throw new InvalidOperationException($"{variable["name"]} has no value");
        return DeployedHost.Resolve(tier, environment);
    }
}
