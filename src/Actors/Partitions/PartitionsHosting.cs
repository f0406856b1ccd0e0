using Akka.Configuration;
using Akka.Hosting;

namespace EdgeActors.Actors.Partitions;

public static class PartitionsHosting
{
    /// <summary>The inference dispatcher; any system with partitions needs it.</summary>
    public static Config Config { get; } = Load();

    /// <summary>The partitions of this host, registered as <see cref="PartitionsActor"/>.</summary>
    public static AkkaConfigurationBuilder AddPartitions(
        this AkkaConfigurationBuilder builder, PartitionOptions? options = null, TimeProvider? time = null) =>
        builder.AddHocon(Config, HoconAddMode.Append).WithActors((system, registry) => registry.Register<PartitionsActor>(
            system.ActorOf(PartitionsActor.Props(options ?? PartitionOptions.Default, time ?? TimeProvider.System), "partitions")));

    private static Config Load()
    {
        using var resource = typeof(PartitionsHosting).Assembly.GetManifestResourceStream("EdgeActors.Actors.partitions.conf")!;
        using var reader = new StreamReader(resource);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
