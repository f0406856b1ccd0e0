using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>Who this process is, and whom it trusts.</summary>
/// <param name="Own">With its private key.</param>
/// <param name="Authority">The only root that counts; what the operating system trusts does not.</param>
public sealed record HostCertificate(PeerIdentity Identity, X509Certificate2 Own, X509Certificate2 Authority)
{
    /// <summary>Mutual TLS with peers of these roles.</summary>
    public MutualTls With(params IEnumerable<string> roles) => new(this, new TrustedPeers(Authority, roles));

    /// <summary>Mutual TLS for a listener on which a newcomer may show no certificate yet.</summary>
    public MutualTls WithOrUnknown(string role) => new(this, new TrustedPeers(Authority, [role]), allowsStrangers: true);
}
