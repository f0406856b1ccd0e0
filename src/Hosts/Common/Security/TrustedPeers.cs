using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>Decides whether a certificate is one of ours, of a role that may be here, and not revoked.</summary>
/// <param name="authorities">More than one while an authority is being replaced.</param>
public sealed class TrustedPeers(X509Certificate2Collection authorities, IEnumerable<string> roles, Revocations? revocations = null)
{
    private readonly string[] _roles = [.. roles];

    public TrustedPeers(X509Certificate2 authority, IEnumerable<string> roles)
        : this([authority], roles)
    {
    }

    public PeerCheck Check(X509Certificate2? certificate)
    {
        if (certificate is null)
            return PeerCheck.Refuse("the peer showed no certificate");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // Ours is a list of names, asked below.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(certificate))
        {
            var status = chain.ChainStatus.Select(s => s.Status).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one);
            return PeerCheck.Refuse(status == X509ChainStatusFlags.NotTimeValid
                ? $"the certificate of {certificate.Subject} is valid from {certificate.NotBefore:u} to {certificate.NotAfter:u}, not now"
                : $"the certificate of {certificate.Subject} was issued by {certificate.Issuer}, not by our authority {string.Join(" or ", authorities.Select(authority => authority.Subject))} ({status})");
        }

        return PeerIdentity.Of(certificate) switch
        {
            null => PeerCheck.Refuse($"{certificate.Subject} names no EdgeActors role"),
            var peer when !_roles.Contains(peer.Role) => PeerCheck.Refuse($"{peer} may not be here; allowed: {string.Join(", ", _roles)}"),
            var peer => revocations?.WhyNot(peer, certificate) is { } refusal ? PeerCheck.Refuse(refusal) : PeerCheck.Accept(peer),
        };
    }
}
