using Akka.Actor;
using Akka.Cluster;
using EdgeActors.Hosts.Common.Cluster;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Hosts.Common.Registration;

/// <summary>The members that are up, as this host sees them.</summary>
public sealed class ClusterRegistrations(ActorSystem system) : IMemberRegistrations
{
    private const string EdgeRole = "edge";

    public IReadOnlyList<MemberRegistration> Read()
    {
        var cluster = AkkaCluster.Get(system);
        return [.. cluster.State.Members
            .Where(member => member.Status == MemberStatus.Up && !member.UniqueAddress.Equals(cluster.SelfUniqueAddress))
            .OrderBy(member => member.Address.ToString(), StringComparer.Ordinal)
            .Select(member => new MemberRegistration(
                MemberName.Of(member.Roles) ?? member.Address.ToString(), member.HasRole(EdgeRole), member.UniqueAddress.ToString(),
                system.ActorSelection(new RootActorPath(member.Address) / "user" / RegistrationActor.Name)))];
    }
}
