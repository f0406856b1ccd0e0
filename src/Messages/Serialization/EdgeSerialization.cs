using Akka.Configuration;

namespace EdgeActors.Messages.Serialization;

/// <summary>The configuration that every ActorSystem which sends or stores these messages needs.</summary>
public static class EdgeSerialization
{
    public static Config Config { get; } = Load();

    private static Config Load()
    {
        using var resource = typeof(EdgeSerialization).Assembly.GetManifestResourceStream("EdgeActors.Messages.serialization.conf")!;
        using var reader = new StreamReader(resource);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
