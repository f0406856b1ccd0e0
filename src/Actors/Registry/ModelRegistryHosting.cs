using Akka.Cluster.Hosting;
using Akka.Hosting;

namespace EdgeActors.Actors.Registry;

public static class ModelRegistryHosting
{
    /// <summary>Runs the registry on one of the cloud nodes, registered as <see cref="ModelRegistryActor"/>. Needs a journal.</summary>
    public static AkkaConfigurationBuilder AddModelRegistry(this AkkaConfigurationBuilder builder, TimeProvider? time = null) =>
        builder.WithSingleton<ModelRegistryActor>(
            Roles.ModelRegistry, ModelRegistryActor.Props(time ?? TimeProvider.System), new ClusterSingletonOptions { Role = Roles.Cloud });

    /// <summary>The way to the registry from other nodes, registered as <see cref="ModelRegistryActor"/>.</summary>
    public static AkkaConfigurationBuilder AddModelRegistryProxy(this AkkaConfigurationBuilder builder) =>
        builder.WithSingletonProxy<ModelRegistryActor>(Roles.ModelRegistry, new ClusterSingletonOptions { Role = Roles.Cloud });
}
