using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;

namespace EdgeActors.Gateway.Cluster;

/// <summary><c>/v1/cluster</c>: members, roles, who is reachable.</summary>
internal static class ClusterRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/cluster", (ClusterClient cluster) => TypedResults.Ok(cluster.Show()))
        .WithTags("cluster").WithName("getCluster").WithSummary("The members as this gateway sees them").RequireScope(Scopes.Infer);
}
