using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>Who this process is, and whom it trusts.</summary>
/// <param name="Own">With its private key.</param>
/// <param name="Authorities">The only roots that count, what the operating system trusts does not; more than one while an authority is being replaced.</param>
public sealed record HostCertificate(PeerIdentity Identity, X509Certificate2 Own, X509Certificate2Collection Authorities, Revocations Revocations)
{
    /// <summary>Mutual TLS with peers of these roles.</summary>
    public MutualTls With(params IEnumerable<string> roles) => new(this, new TrustedPeers(Authorities, roles, Revocations));

    /// <summary>Mutual TLS for a listener on which a newcomer may show no certificate yet.</summary>
    public MutualTls WithOrUnknown(string role) => new(this, new TrustedPeers(Authorities, [role], Revocations), allowsStrangers: true);
}
