using EdgeActors.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Planning;

/// <summary>Which planner a host uses.</summary>
public static class PlannerServices
{
    /// <summary>The planner of the cloud.</summary>
    public static IServiceCollection AddPlanner(this IServiceCollection services) => services.AddSingleton<IPlanner, OnlyTaskPlanner>();

    /// <summary>The planner of a device without a link: nothing that needs a network.</summary>
    public static IServiceCollection AddLocalPlanner(this IServiceCollection services) => services.AddSingleton<IPlanner, OnlyTaskPlanner>();
}
