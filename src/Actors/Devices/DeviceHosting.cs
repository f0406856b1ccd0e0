using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Sessions;

namespace EdgeActors.Actors.Devices;

public static class DeviceHosting
{
    /// <summary>
    /// Holds twins on this edge node, registered as <see cref="DeviceActor"/>. Needs <c>AddPartitions</c>, <c>AddDeviceDirectory</c>, and
    /// among the services an <see cref="IBlobExchange"/> and the host's <see cref="BundleLibrary"/>.
    /// </summary>
    /// <param name="edge">The node's name, for people.</param>
    /// <param name="training">Where training messages from devices go; null drops them.</param>
    public static AkkaConfigurationBuilder AddDeviceActor(
        this AkkaConfigurationBuilder builder, string edge, Func<IReadOnlyActorRegistry, IActorRef>? training = null, TimeProvider? time = null) =>
        builder.WithShardRegion<DeviceActor>(
            Roles.DeviceShards,
            (_, registry, resolver) =>
            {
                var services = new EdgeServices(
                    edge, resolver.GetService<BundleLibrary>(), resolver.GetService<IBlobExchange>(), registry.Get<PartitionsActor>(),
                    time ?? TimeProvider.System);
                var (directory, rounds) = (registry.Get<DeviceDirectoryActor>(), training?.Invoke(registry) ?? ActorRefs.Nobody);
                return id => DeviceActor.Props(new(id), directory, rounds, services);
            },
            new DeviceExtractor(),
            Sharding.InMemory(Roles.Edge));

    /// <summary>The way to devices from a node that holds no twins, registered as <see cref="DeviceActor"/>.</summary>
    public static AkkaConfigurationBuilder AddDeviceProxy(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegionProxy<DeviceActor>(Roles.DeviceShards, Roles.Edge, new DeviceExtractor());

    /// <summary>Runs the directory on one of the edge nodes, registered as <see cref="DeviceDirectoryActor"/>.</summary>
    public static AkkaConfigurationBuilder AddDeviceDirectory(this AkkaConfigurationBuilder builder, TimeProvider? time = null) =>
        builder.WithSingleton<DeviceDirectoryActor>(
            Roles.DeviceDirectory, DeviceDirectoryActor.Props(time ?? TimeProvider.System), new ClusterSingletonOptions { Role = Roles.Edge });

    /// <summary>The way to the directory from other nodes, registered as <see cref="DeviceDirectoryActor"/>.</summary>
    public static AkkaConfigurationBuilder AddDeviceDirectoryProxy(this AkkaConfigurationBuilder builder) =>
        builder.WithSingletonProxy<DeviceDirectoryActor>(Roles.DeviceDirectory, new ClusterSingletonOptions { Role = Roles.Edge });
}
