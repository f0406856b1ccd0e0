using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>What a member shows and whom it trusts, for Akka.Remote and for blobs between hosts.</summary>
public sealed record MemberTls(MutualTls Remoting, MutualTls Blobs)
{
    public static MemberTls Of(HostCertificate certificate) =>
        new(certificate.With(PeerIdentity.MemberRoles), certificate.With(PeerIdentity.MemberRoles));
}
