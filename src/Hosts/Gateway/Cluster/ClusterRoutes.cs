using EdgeActors.Gateway.Access;
using EdgeActors.Hosts.Common.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Gateway.Cluster;

/// <summary><c>/v1/cluster</c>: members, roles, who is reachable.</summary>
internal static class ClusterRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/cluster", Show).WithTags("cluster").WithName("getCluster").WithSummary("The members as this gateway sees them").RequireScope(Scopes.Infer);

    private static Ok<ClusterResource> Show(GatewayActors actors)
    {
        var cluster = AkkaCluster.Get(actors.System);
        var state = cluster.State;
        var oldest = state.Members.OrderBy(member => member, Comparer<Akka.Cluster.Member>.Create((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1)).FirstOrDefault();
        return TypedResults.Ok(new ClusterResource(
            cluster.SelfAddress.ToString(),
            state.Leader?.ToString(),
            [.. state.Members.OrderBy(member => member.Address.ToString(), StringComparer.Ordinal).Select(member => new MemberResource(
                member.Address.ToString(), [.. member.Roles.Order(StringComparer.Ordinal)], member.Status.ToString().ToLowerInvariant(),
                !state.Unreachable.Contains(member), member.Equals(oldest)))]));
    }
}
