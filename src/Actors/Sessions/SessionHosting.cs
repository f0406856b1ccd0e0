using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Partitions;
using EdgeActors.Actors.Requests;

namespace EdgeActors.Actors.Sessions;

public static class SessionHosting
{
    /// <summary>
    /// The sessions of this edge node, registered as <see cref="DeviceSessionsActor"/>. Needs <c>AddDeviceActor</c>,
    /// <c>AddRequestProxy</c> and <c>AddPartitions</c> of the same host.
    /// </summary>
    /// <param name="edge">The node's name, for people.</param>
    public static AkkaConfigurationBuilder AddDeviceSessions(this AkkaConfigurationBuilder builder, string edge, TimeProvider? time = null) =>
        builder.WithActors((system, registry, resolver) =>
        {
            var services = new EdgeServices(
                edge, resolver.GetService<BundleLibrary>(), resolver.GetService<IBlobExchange>(), registry.Get<PartitionsActor>(),
                time ?? TimeProvider.System)
            {
                Links = resolver.GetService<LinkPriority>(),
            };
            registry.Register<DeviceSessionsActor>(system.ActorOf(
                DeviceSessionsActor.Props(registry.Get<DeviceActor>(), registry.Get<RequestActor>(), services), "sessions"));
        });
}
