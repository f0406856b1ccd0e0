using Akka.Hosting;
using EdgeActors.Actors.Registry;
using EdgeActors.Planning;

namespace EdgeActors.Actors.Planning;

public static class PlannerHosting
{
    /// <summary>A planner on this node, registered as <see cref="PlannerActor"/>. Needs an <see cref="IPlanner"/> among the services and the registry.</summary>
    public static AkkaConfigurationBuilder AddPlannerActor(this AkkaConfigurationBuilder builder) =>
        builder.WithActors((system, registry, resolver) => registry.Register<PlannerActor>(
            system.ActorOf(PlannerActor.Props(resolver.GetService<IPlanner>(), registry.Get<ModelRegistryActor>()), "planner")));
}
