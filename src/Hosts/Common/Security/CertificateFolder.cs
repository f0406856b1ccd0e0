using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeActors.Hosts.Common.Storage;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// The certificates of one machine on the disk, as PEM: <c>ca.pem</c>, <c>ca.key</c> (only where certificates are issued),
/// <c>NAME.pem</c> and <c>NAME.key</c> of hosts, <c>devices/ID.pem</c> and <c>devices/ID.key</c> of devices, <c>revoked.json</c>.
/// <c>ca.pem</c> holds more than one authority while one is being replaced: all are trusted, the one of the key signs.
/// </summary>
public sealed class CertificateFolder(string path, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A certificate that ends sooner is worth a warning, and is made anew where the host may.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    public string Path { get; } = path;

    public Revocations Revocations { get; } = new(path);

    public string AuthorityFile => System.IO.Path.Combine(Path, "ca.pem");

    public string AuthorityKeyFile => System.IO.Path.Combine(Path, "ca.key");

    public string TicketFolder => System.IO.Path.Combine(Path, "tickets");

    public bool HasAuthorityKey => File.Exists(AuthorityKeyFile);

    public bool Has(PeerIdentity peer) => File.Exists(CertificateFile(peer)) && File.Exists(KeyFile(peer));

    public string CertificateFile(PeerIdentity peer) => Stem(peer) + ".pem";

    public string KeyFile(PeerIdentity peer) => Stem(peer) + ".key";

    /// <summary>The authority with its key.</summary>
    /// <exception cref="CertificateException">There is none here, or it can't be read.</exception>
    public CertificateAuthority OpenAuthority()
    {
        if (!HasAuthorityKey)
            throw new CertificateException($"{AuthorityKeyFile} is missing: certificates are issued where the authority's key is.");
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(AuthorityKeyFile));
            var publicKey = key.ExportSubjectPublicKeyInfo();
            var own = OpenTrusted().FirstOrDefault(trusted => trusted.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(publicKey))
                ?? throw new CertificateException($"{AuthorityKeyFile} is the key of no certificate in {AuthorityFile}: copy both from the same place.");
            return new CertificateAuthority(own.CopyWithPrivateKey(key), time, Revocations);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{AuthorityKeyFile} can't be used: {e.Message}", e);
        }
    }

    /// <summary>32 bytes that only who holds the authority's key can tell, the same for the same text: HMAC-SHA-256 under that key.</summary>
    /// <param name="purpose">Keeps what is derived for one thing apart from what is derived for another.</param>
    /// <exception cref="CertificateException">The key is not here.</exception>
    public byte[] Derive(string purpose, string text)
    {
        using var authority = OpenAuthority();
        return HMACSHA256.HashData(Encoding.UTF8.GetBytes(authority.ExportKeyPem()), Encoding.UTF8.GetBytes($"{purpose}\n{text}"));
    }

    /// <summary>Makes the authority where there is none, and this peer's certificate where it is missing or about to expire.</summary>
    /// <param name="hosts">Names and addresses under which the peer is reached.</param>
    public async Task PrepareForDevelopmentAsync(PeerIdentity peer, IEnumerable<string> hosts, CancellationToken cancel)
    {
        // Several hosts of one machine start at once: the first makes the authority, the others wait for it.
        using var held = await LockAsync(cancel);
        MakeAuthorityOnce();
        if (!HasAuthorityKey || (Has(peer) && !ExpiresSoon(peer)))
            return;
        using var authority = OpenAuthority();
        Save(peer, authority.Issue(peer, hosts));
    }

    /// <summary>Makes a new key and certificate, the authority too where there is none. This is how a revoked peer comes back.</summary>
    /// <param name="hosts">Names and addresses under which the peer is reached.</param>
    /// <exception cref="CertificateException">The authority's key is not here.</exception>
    public async Task IssueAsync(PeerIdentity peer, IEnumerable<string> hosts, CancellationToken cancel)
    {
        using var held = await LockAsync(cancel);
        MakeAuthorityOnce();
        using var authority = OpenAuthority();
        Save(peer, authority.Issue(peer, hosts));
    }

    /// <summary>
    /// Begins to replace the authority: from now on a new one signs, and what the old one signed is trusted beside it, until
    /// <see cref="RetireOldAuthoritiesAsync"/>.
    /// </summary>
    /// <exception cref="CertificateException">The authority's key is not here.</exception>
    public async Task<CertificateAuthority> RotateAuthorityAsync(CancellationToken cancel)
    {
        using var held = await LockAsync(cancel);
        // Whoever can't sign can't name the next who may.
        OpenAuthority().Dispose();
        var trusted = File.ReadAllText(AuthorityFile);
        var made = CertificateAuthority.Create(time, Revocations);
        // A crash between the two leaves the old one signing, with the new one trusted already.
        Write(AuthorityFile, made.CertificatePem + "\n" + trusted.TrimEnd());
        WriteKey(AuthorityKeyFile, made.ExportKeyPem());
        return made;
    }

    /// <summary>Ends the trust in all authorities but the one that signs now.</summary>
    /// <returns>Those that are trusted no longer.</returns>
    public async Task<IReadOnlyList<X509Certificate2>> RetireOldAuthoritiesAsync(CancellationToken cancel)
    {
        using var held = await LockAsync(cancel);
        using var current = OpenAuthority();
        var old = OpenTrusted().Where(trusted => trusted.Thumbprint != current.Certificate.Thumbprint).ToList();
        SaveAuthorities([current.Certificate]);
        return old;
    }

    /// <summary>The authorities that are trusted here.</summary>
    /// <exception cref="CertificateException">There is none here, or the file is damaged.</exception>
    public X509Certificate2Collection OpenTrusted()
    {
        if (!File.Exists(AuthorityFile))
            throw new CertificateException($"{AuthorityFile} is missing: copy the authority's certificate there, or use --certs development on a single machine.");
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPemFile(AuthorityFile);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{AuthorityFile} can't be used: {e.Message}", e);
        }

        return all.Count > 0 ? all : throw new CertificateException($"{AuthorityFile} holds no certificate: copy the authority's there.");
    }

    /// <summary>A peer's certificate with its key, checked against the authority beside it.</summary>
    /// <exception cref="CertificateException">Missing, unreadable, expired, of another authority or for somebody else.</exception>
    public HostCertificate Open(PeerIdentity peer)
    {
        var authorities = OpenTrusted();
        if (!Has(peer))
            throw new CertificateException($"{CertificateFile(peer)} or its .key is missing: issue it with 'edgeactors certs issue {peer.Role} {peer.Name}', or enrol the device with a ticket.");
        var own = Read(CertificateFile(peer), KeyFile(peer));
        var check = new TrustedPeers(authorities, [peer.Role], Revocations).Check(own);
        if (check.Refusal is { } refusal)
            throw new CertificateException($"{CertificateFile(peer)}: {refusal}. Issue it again with the authority of {AuthorityFile}.");
        if (check.Peer != peer)
            throw new CertificateException($"{CertificateFile(peer)} is for {check.Peer}, not for {peer}.");
        return new HostCertificate(peer, own, authorities, Revocations);
    }

    public void Save(PeerIdentity peer, X509Certificate2 withKey)
    {
        using var key = withKey.GetECDsaPrivateKey()!;
        WriteKey(KeyFile(peer), key.ExportPkcs8PrivateKeyPem());
        Write(CertificateFile(peer), withKey.ExportCertificatePem());
    }

    public void SaveAuthorities(X509Certificate2Collection authorities) => Write(AuthorityFile, authorities.ExportCertificatePems());

    private void MakeAuthorityOnce()
    {
        if (File.Exists(AuthorityFile))
            return;
        using var made = CertificateAuthority.Create(time, Revocations);
        WriteKey(AuthorityKeyFile, made.ExportKeyPem());
        Write(AuthorityFile, made.CertificatePem);
    }

    private bool ExpiresSoon(PeerIdentity peer)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(CertificateFile(peer));
        return certificate.NotAfter - time.GetUtcNow().LocalDateTime < RenewBefore;
    }

    private string Stem(PeerIdentity peer) => peer.Role == PeerIdentity.DeviceRole
        ? System.IO.Path.Combine(Path, "devices", peer.Name)
        : System.IO.Path.Combine(Path, peer.Name);

    private async Task<IDisposable> LockAsync(CancellationToken cancel)
    {
        try
        {
            return await FolderLock.TakeAsync(Path, time, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{Path} can't be written: {e.Message}", e);
        }
    }

    private static X509Certificate2 Read(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CertificateException($"{certificate} with {key} can't be used: {e.Message}", e);
        }
    }

    private static void Write(string path, string pem) => WholeFile.Write(path, pem + "\n");

    private static void WriteKey(string path, string pem) => WholeFile.Write(path, pem + "\n", OwnerOnly);
}
