using Akka.Actor;
using Akka.Cluster;
using EdgeActors.Hosts.Common.Health;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>This host is an up member. Where it is not, the reason is most often a certificate, and is named.</summary>
internal sealed class MembershipCheck(ActorSystem system, MemberTls tls) : IReadinessCheck
{
    public string Name => "membership";

    public Task<string?> WhyNotAsync(CancellationToken cancel)
    {
        var status = AkkaCluster.Get(system).SelfMember.Status;
        return Task.FromResult(status == MemberStatus.Up
            ? null
            : $"this member is {status}, not up" + (tls.Remoting.LastRefusal is { } refusal ? $"; last peer refused: {refusal}" : ""));
    }
}
