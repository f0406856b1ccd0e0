using Akka.Cluster.Hosting;
using Akka.Hosting;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Planning;

namespace EdgeActors.Actors.Requests;

public static class RequestHosting
{
    /// <summary>
    /// Holds requests on this node, registered as <see cref="RequestActor"/>. Needs the planner (<c>AddPlannerActor</c>) and the
    /// devices' region (<c>AddDeviceProxy</c>) of the same host, and a journal.
    /// </summary>
    public static AkkaConfigurationBuilder AddRequestActor(
        this AkkaConfigurationBuilder builder, RequestRules? rules = null, TimeProvider? time = null) =>
        builder.WithShardRegion<RequestActor>(
            Roles.RequestShards,
            (_, registry, _) =>
            {
                var (planner, devices) = (registry.Get<PlannerActor>(), registry.Get<DeviceActor>());
                return id => RequestActor.Props(new(id), planner, devices, rules ?? RequestRules.Default, time ?? TimeProvider.System);
            },
            new RequestExtractor(),
            Sharding.Remembered(Roles.Cloud, RequestActor.Stop.Instance));

    /// <summary>The way to requests from a node that holds none, registered as <see cref="RequestActor"/>.</summary>
    public static AkkaConfigurationBuilder AddRequestProxy(this AkkaConfigurationBuilder builder) =>
        builder.WithShardRegionProxy<RequestActor>(Roles.RequestShards, Roles.Cloud, new RequestExtractor());
}
