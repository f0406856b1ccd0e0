using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;
using Akka.Persistence.Sql;
using EdgeActors.Cloud;
using EdgeActors.Device;
using EdgeActors.Edge;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;

namespace EdgeActors.Hosts.Tests.Configuration;

public class HoconFilesSpecs
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(HoconFiles.Folder, "*.conf").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static TheoryData<string> Tiers => ["cloud", "edge", "device"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_parses(string file) => Assert.NotEmpty(HoconKeys.Of(HoconFiles.Load(file)));

    /// <summary>Akka ignores a key that it does not know: a typo would be a setting that does nothing.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_key_of_Akka_that_a_file_sets_exists_in_a_reference_configuration(string file)
    {
        var reference = Reference();
        var dead = HoconKeys.Of(HoconFiles.Load(file)).Where(key => key.StartsWith("akka.", StringComparison.Ordinal) && !IsOpenMap(key) && !reference.HasPath(key) && !reference.HasPath(Fallback(key)));
        Assert.Empty(dead);
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Every_setting_of_a_host_has_a_default_and_every_key_of_ours_is_a_setting(string tier)
    {
        var definition = Definition(tier);
        var (_, hocon) = HostConfiguration.Resolve(definition, _ => null, _ => null);
        var ours = HoconKeys.Of(hocon).Where(key => key.StartsWith("edgeactors.", StringComparison.Ordinal));
        Assert.Equal(definition.Settings.Select(setting => setting.HoconPath).Order(), ours.Order());
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Flags_and_environment_variables_are_unique(string tier)
    {
        var settings = Definition(tier).Settings;
        Assert.Equal(settings.Count, settings.Select(setting => setting.Flag).Distinct().Count());
        Assert.Equal(settings.Count, settings.Select(setting => setting.EnvironmentVariable).Distinct().Count());
    }

    [Fact]
    public void A_comma_after_a_brace_is_reported_with_the_file()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "akka { a { b = 1 }, c = 2 }");
        var e = Assert.Throws<HoconFileException>(() => HoconFiles.Read(path));
        Assert.Contains(path, e.Message);
        File.Delete(path);
    }

    internal static HostDefinition Definition(string tier) => tier switch
    {
        "cloud" => CloudHost.Definition,
        "edge" => EdgeHost.Definition,
        _ => DeviceHost.Definition,
    };

    /// <summary>Maps in which every key is somebody's name.</summary>
    private static bool IsOpenMap(string key) =>
        key.StartsWith("akka.actor.serializers.", StringComparison.Ordinal)
        || key.StartsWith("akka.actor.serialization-identifiers.", StringComparison.Ordinal)
        || key.StartsWith("akka.actor.serialization-bindings.", StringComparison.Ordinal)
        || key.StartsWith("akka.actor.deployment.", StringComparison.Ordinal);

    /// <summary>What every journal plugin inherits.</summary>
    private static string Fallback(string key) => key.Replace("akka.persistence.journal.sql.", "akka.persistence.journal-plugin-fallback.", StringComparison.Ordinal);

    private static Config Reference()
    {
        var core = ConfigurationFactory.Default();
        return core
            .WithFallback(Resource(typeof(Akka.Remote.RemoteActorRefProvider), "Akka.Remote.Configuration.Remote.conf"))
            .WithFallback(Resource(typeof(Akka.Cluster.Cluster), "Akka.Cluster.Configuration.Cluster.conf"))
            .WithFallback(ClusterSharding.DefaultConfig())
            .WithFallback(ClusterSingleton.DefaultConfig())
            .WithFallback(DistributedData.DefaultConfig())
            .WithFallback(Resource(typeof(Akka.Persistence.Persistence), "Akka.Persistence.persistence.conf"))
            .WithFallback(SqlPersistence.DefaultConfiguration);
    }

    private static Config Resource(Type type, string name)
    {
        var assembly = type.Assembly;
        var exact = assembly.GetManifestResourceNames().Single(resource => resource.Equals(name, StringComparison.OrdinalIgnoreCase));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(exact)!);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
