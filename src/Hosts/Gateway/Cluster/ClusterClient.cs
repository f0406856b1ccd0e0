using EdgeActors.Hosts.Common.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;
using Member = Akka.Cluster.Member;

namespace EdgeActors.Gateway.Cluster;

/// <summary>Reads the membership that this gateway sees; asks nobody.</summary>
public sealed class ClusterClient(GatewayActors actors)
{
    private static readonly Comparer<Member> ByAge = Comparer<Member>.Create((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    public ClusterResource Show()
    {
        var cluster = AkkaCluster.Get(actors.System);
        var state = cluster.State;
        var oldest = state.Members.Order(ByAge).FirstOrDefault();
        return new ClusterResource(
            cluster.SelfAddress.ToString(),
            state.Leader?.ToString(),
            [.. state.Members.OrderBy(member => member.Address.ToString(), StringComparer.Ordinal).Select(member => new MemberResource(
                MemberName.Of(member.Roles) ?? member.Address.ToString(), member.Address.ToString(),
                [.. member.Roles.Where(role => !MemberName.IsName(role)).Order(StringComparer.Ordinal)], member.Status.ToString().ToLowerInvariant(),
                !state.Unreachable.Contains(member), member.Equals(oldest)))]);
    }
}
