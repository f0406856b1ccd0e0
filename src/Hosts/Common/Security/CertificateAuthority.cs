using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// Our own certificate authority: P-256 keys, one level, a role and a name in every subject. It signs for hosts and devices
/// and nothing else; nobody but EdgeActors trusts it.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    public static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(397);
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>Clocks of small machines are not exact.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private static readonly OidCollection BothSides = [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")];

    private readonly X509Certificate2 _withKey;
    private readonly TimeProvider _time;
    private readonly Revocations? _revocations;

    /// <param name="revocations">What is signed for a peer holds although the peer was revoked before.</param>
    public CertificateAuthority(X509Certificate2 withKey, TimeProvider time, Revocations? revocations = null)
    {
        if (!withKey.HasPrivateKey)
            throw new ArgumentException("An authority signs, so it needs its private key.", nameof(withKey));
        _withKey = withKey;
        _time = time;
        _revocations = revocations;
    }

    public string CertificatePem => _withKey.ExportCertificatePem();

    /// <summary>The certificate without the key: what everybody trusts.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_withKey.RawData);

    public static CertificateAuthority Create(TimeProvider time, Revocations? revocations = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        var serial = Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest(new X500DistinguishedName($"CN=EdgeActors authority {serial}, O={PeerIdentity.Organization}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockSkew, now + AuthorityLifetime), time, revocations);
    }

    /// <summary>Makes a key and a certificate for a host or a device of this machine.</summary>
    /// <param name="hosts">Names and addresses under which the host is reached.</param>
    public X509Certificate2 Issue(PeerIdentity peer, IEnumerable<string> hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(peer, new PublicKey(key), hosts);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>
    /// Signs for a key that stays where it was made. Only the key is taken from the request: subject and uses are ours to say.
    /// </summary>
    /// <param name="signingRequest">PKCS#10, DER; its signature proves that the sender holds the key.</param>
    /// <exception cref="CryptographicException">The request is damaged, or its key is not P-256.</exception>
    public X509Certificate2 IssueFor(PeerIdentity peer, byte[] signingRequest)
    {
        var request = CertificateRequest.LoadSigningRequest(signingRequest, HashAlgorithmName.SHA256);
        using var key = request.PublicKey.GetECDsaPublicKey();
        return key is { KeySize: 256 } ? Sign(peer, request.PublicKey, []) : throw new CryptographicException("The signing request's key is not P-256.");
    }

    public string ExportKeyPem() => _withKey.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public void Dispose() => _withKey.Dispose();

    private X509Certificate2 Sign(PeerIdentity peer, PublicKey key, IEnumerable<string> hosts)
    {
        var now = _time.GetUtcNow();
        var request = new CertificateRequest(peer.ToSubject(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(BothSides, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_withKey, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(peer.Name);
        foreach (var host in hosts.Distinct(StringComparer.OrdinalIgnoreCase))
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        var expires = now + LeafLifetime < _withKey.NotAfter ? now + LeafLifetime : _withKey.NotAfter;
        // Not before a revocation, which ends all that began earlier.
        var begins = _revocations?.NotBefore(peer) is { } earliest && earliest > now - ClockSkew ? earliest : now - ClockSkew;
        return request.Create(_withKey, begins, expires, RandomNumberGenerator.GetBytes(16));
    }
}
