using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// TLS in which both sides show a certificate of our authority, for peers of some roles. Host names are not compared: the
/// authority signs for nobody else, and the role in the subject says more than an address that moves.
/// </summary>
/// <param name="allowsStrangers">Lets a client without any certificate in, for enrolment; a wrong certificate is refused all the same.</param>
public sealed class MutualTls(HostCertificate own, TrustedPeers peers, bool allowsStrangers = false)
{
    /// <summary>The last peer that was refused and why, for a host that waits in vain to become ready. Null where none was.</summary>
    public string? LastRefusal { get; private set; }

    public HttpsConnectionAdapterOptions ForKestrel() => new()
    {
        ServerCertificate = own.Own,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificateMode = allowsStrangers ? ClientCertificateMode.AllowCertificate : ClientCertificateMode.RequireCertificate,
        ClientCertificateValidation = (certificate, _, _) => Accepts(certificate),
    };

    public SslClientAuthenticationOptions ForClient() => new()
    {
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ClientCertificates = [own.Own],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => own.Own,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => Accepts(certificate as X509Certificate2),
    };

    /// <summary>For Akka.Remote's own callback, in which the certificate's role is checked too.</summary>
    public CertificateValidationCallback ForRemoting() => (certificate, _, peer, _, log) =>
    {
        if (peers.Check(certificate).Refusal is not { } refusal)
            return true;
        LastRefusal = $"{peer}: {refusal}";
        log.Error("Akka.Remote refuses {0}: {1}", peer, refusal);
        return false;
    };

    public X509Certificate2 OwnCertificate => own.Own;

    /// <summary>Why a connection that was let in may not go on; null where it may. Cheap: asked every second of every connection.</summary>
    internal string? WhyEnd(PeerIdentity peer, X509Certificate2 certificate, DateTimeOffset now) =>
        own.Revocations.WhyNot(peer, certificate)
        ?? (now.UtcDateTime > certificate.NotAfter.ToUniversalTime() ? $"the certificate of {peer} has expired at {certificate.NotAfter.ToUniversalTime():u}" : null);

    private bool Accepts(X509Certificate2? certificate)
    {
        var refusal = peers.Check(certificate).Refusal;
        if (refusal is not null)
            LastRefusal = refusal;
        return refusal is null;
    }
}
