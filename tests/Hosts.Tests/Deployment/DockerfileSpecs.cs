using System.Text.RegularExpressions;
using EdgeActors.Edge;
using EdgeActors.Hosts.Common.Configuration;

namespace EdgeActors.Hosts.Tests.Deployment;

/// <summary>No engine runs where the tests do: everything that the Dockerfile names is looked for instead.</summary>
public sealed partial class DockerfileSpecs
{
    private static readonly IReadOnlyDictionary<string, DockerStage> Stages = DockerStage.Read(Repository.File("docker", "Dockerfile"));

    public static TheoryData<string> Tiers => [.. DeployedHost.Definitions.Keys];

    [Fact]
    public void Everything_it_copies_and_builds_is_there()
    {
        var (seen, copied) = (new HashSet<string>(), 0);
        foreach (var stage in Stages.Values)
        {
            foreach (var (keyword, rest) in stage.Own)
            {
                var words = rest.Split(' ');
                if (keyword == "COPY" && words.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal)) is { } from)
                    Assert.Contains(from["--from=".Length..], seen);
                else if (keyword == "COPY")
                    foreach (var source in words[..^1].Where(word => !word.StartsWith("--", StringComparison.Ordinal)))
                    {
                        copied++;
                        Assert.True(IsThere(source), $"{source} is not in the repository");
                    }

                foreach (Match loop in Loop().Matches(rest))
                    Assert.All(loop.Groups[1].Value.Split(' '), host => Assert.Single(Directory.EnumerateFiles(Repository.File("src", "Hosts", host), "*.csproj")));
            }

            Assert.True(stage.Parent is not null || stage.From.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal), stage.From);
            seen.Add(stage.Name);
        }

        Assert.True(copied >= 8);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Each_host_has_a_target_that_starts_it_as_nobody_in_particular_and_asks_it_how_it_is(string tier)
    {
        var stage = Stages[tier];
        var name = $"{char.ToUpperInvariant(tier[0])}{tier[1..]}";
        Assert.True(File.Exists(Repository.File("src", "Hosts", name, $"EdgeActors.{name}.csproj")));
        Assert.Equal($"""["dotnet", "EdgeActors.{name}.dll"]""", stage.Last("ENTRYPOINT"));
        Assert.EndsWith($"""CMD ["dotnet", "EdgeActors.{name}.dll", "healthcheck"]""", stage.Last("HEALTHCHECK"), StringComparison.Ordinal);
        Assert.Contains(stage.Own, line => line == ("COPY", $"--from=publish /app/{name} ."));
        // The base image's user is 1654; nothing here becomes root again.
        Assert.DoesNotContain(stage.All, line => line.Keyword == "USER");
        Assert.EndsWith("-chiseled", Bottom(stage).From, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Its_environment_is_the_hosts_and_its_ports_are_those_that_are_exposed(string tier)
    {
        var settings = DeployedHost.Resolve(tier, Stages[tier].Environment);
        var exposed = Stages[tier].All.Where(line => line.Keyword == "EXPOSE").SelectMany(line => line.Words.Split(' ')).Select(int.Parse).Order();
        int[] ports = tier switch
        {
            "device" => [],
            "edge" => [settings.Get(HostSettings.HttpPort), settings.Get(ClusterSettings.RemotePort), settings.Get(ClusterSettings.BlobsPort), settings.Get(EdgeSettings.LinkPort)],
            _ => [settings.Get(HostSettings.HttpPort), settings.Get(ClusterSettings.RemotePort), settings.Get(ClusterSettings.BlobsPort)],
        };
        Assert.Equal(ports.Order(), exposed);
        Assert.Equal("/data", settings.Get(HostSettings.DataDirectory));
        Assert.Equal(Stages["host"].Last("VOLUME"), settings.Get(HostSettings.DataDirectory));
    }

    private static DockerStage Bottom(DockerStage stage) => stage.Parent is { } parent ? Bottom(parent) : stage;

    private static bool IsThere(string source)
    {
        if (!source.Contains('*', StringComparison.Ordinal))
            return Path.Exists(Repository.File(source));
        var folder = Repository.File(source[..source.IndexOf('*', StringComparison.Ordinal)].TrimEnd('/'));
        return Directory.EnumerateFiles(folder, Path.GetFileName(source), SearchOption.AllDirectories).Any();
    }

    [GeneratedRegex(@"for host in ([A-Za-z ]+); do")]
    private static partial Regex Loop();
}
