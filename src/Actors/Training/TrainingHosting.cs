using Akka.Cluster.Hosting;
using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Devices;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Rounds;

namespace EdgeActors.Actors.Training;

public static class TrainingHosting
{
    /// <summary>
    /// Holds runs and rounds on this node, registered as <see cref="TrainingRunActor"/> and <see cref="RoundActor"/>. Needs the devices' region
    /// (<c>AddDeviceProxy</c>) and directory of the same host, and a journal.
    /// </summary>
    public static AkkaConfigurationBuilder AddTraining(
        this AkkaConfigurationBuilder builder, IBlobArchive archive, IModelEvaluator? evaluator = null, TimeProvider? time = null)
    {
        var blobs = new TrainingBlobs(archive);
        return builder
            .WithShardRegion<RoundActor>(
                Roles.RoundShards,
                (_, registry, _) => id => RoundActor.Props(RoundExtractor.Parse(id), registry.Get<DeviceActor>(), blobs, time ?? TimeProvider.System),
                new RoundExtractor(),
                Sharding.Remembered(Roles.Cloud, RoundActor.Stop.Instance))
            .WithShardRegion<TrainingRunActor>(
                Roles.RunShards,
                (_, registry, _) => id => TrainingRunActor.Props(
                    new(id), registry.Get<RoundActor>(), registry.Get<DeviceDirectoryActor>(), blobs, evaluator, time ?? TimeProvider.System),
                new RunExtractor(),
                Sharding.Remembered(Roles.Cloud, TrainingRunActor.Stop.Instance));
    }

    /// <summary>The way to runs and rounds from a node that holds none, registered as <see cref="TrainingRunActor"/> and <see cref="RoundActor"/>.</summary>
    public static AkkaConfigurationBuilder AddTrainingProxy(this AkkaConfigurationBuilder builder) => builder
        .WithShardRegionProxy<RoundActor>(Roles.RoundShards, Roles.Cloud, new RoundExtractor())
        .WithShardRegionProxy<TrainingRunActor>(Roles.RunShards, Roles.Cloud, new RunExtractor());

    /// <summary>
    /// Where training messages of this edge's devices enter, registered as <see cref="TrainingGateActor"/>. Needs <see cref="AddTrainingProxy"/>; the devices'
    /// region is told of it (<c>AddDeviceActor(training: registry => registry.Get&lt;TrainingGateActor&gt;())</c>).
    /// </summary>
    public static AkkaConfigurationBuilder AddTrainingGate(this AkkaConfigurationBuilder builder, IBlobExchange exchange) =>
        builder.WithActors((system, registry) => registry.Register<TrainingGateActor>(
            system.ActorOf(TrainingGateActor.Props(registry.Get<RoundActor>(), exchange), "training-gate")));
}
