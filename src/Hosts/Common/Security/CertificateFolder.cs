using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// The certificates of one machine on the disk, as PEM: <c>ca.pem</c>, <c>ca.key</c> (only where certificates are issued),
/// <c>NAME.pem</c> and <c>NAME.key</c> of hosts, <c>devices/ID.pem</c> and <c>devices/ID.key</c> of devices.
/// </summary>
public sealed class CertificateFolder(string path, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(20);

    public string Path { get; } = path;

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
        return new CertificateAuthority(Read(AuthorityFile, AuthorityKeyFile), time);
    }

    /// <summary>Makes the authority where there is none, and this peer's certificate where it is missing or about to expire.</summary>
    /// <param name="hosts">Names and addresses under which the peer is reached.</param>
    public async Task PrepareForDevelopmentAsync(PeerIdentity peer, IEnumerable<string> hosts, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path);
        // Several hosts of one machine start at once: the first makes the authority, the others wait for it.
        using var held = await LockAsync(cancel);
        if (!File.Exists(AuthorityFile))
        {
            using var made = CertificateAuthority.Create(time);
            WriteKey(AuthorityKeyFile, made.ExportKeyPem());
            Write(AuthorityFile, made.CertificatePem);
        }

        if (!HasAuthorityKey || (Has(peer) && !ExpiresSoon(peer)))
            return;
        using var authority = OpenAuthority();
        Save(peer, authority.Issue(peer, hosts));
    }

    /// <summary>A peer's certificate with its key, checked against the authority beside it.</summary>
    /// <exception cref="CertificateException">Missing, unreadable, expired, of another authority or for somebody else.</exception>
    public HostCertificate Open(PeerIdentity peer)
    {
        if (!File.Exists(AuthorityFile))
            throw new CertificateException($"{AuthorityFile} is missing: copy the authority's certificate there, or use --certs development on a single machine.");
        if (!Has(peer))
            throw new CertificateException($"{CertificateFile(peer)} or its .key is missing: issue it with 'edgeactors certs issue {peer.Role} {peer.Name}', or enrol the device with a ticket.");
        var authority = X509CertificateLoader.LoadCertificateFromFile(AuthorityFile);
        var own = Read(CertificateFile(peer), KeyFile(peer));
        var check = new TrustedPeers(authority, [peer.Role]).Check(own);
        if (check.Refusal is { } refusal)
            throw new CertificateException($"{CertificateFile(peer)}: {refusal}. Issue it again with the authority of {AuthorityFile}.");
        if (check.Peer != peer)
            throw new CertificateException($"{CertificateFile(peer)} is for {check.Peer}, not for {peer}.");
        return new HostCertificate(peer, own, authority);
    }

    public void Save(PeerIdentity peer, X509Certificate2 withKey)
    {
        using var key = withKey.GetECDsaPrivateKey()!;
        WriteKey(KeyFile(peer), key.ExportPkcs8PrivateKeyPem());
        Write(CertificateFile(peer), withKey.ExportCertificatePem());
    }

    public void SaveAuthority(X509Certificate2 authority) => Write(AuthorityFile, authority.ExportCertificatePem());

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
        while (true)
        {
            try
            {
                return new FileStream(System.IO.Path.Combine(Path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(LockRetry, time, cancel);
            }
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

    private static void Write(string path, string pem)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var half = path + ".half";
        File.WriteAllText(half, pem + "\n");
        File.Move(half, path, overwrite: true);
    }

    private static void WriteKey(string path, string pem)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var half = path + ".half";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var writer = new StreamWriter(half, options))
            writer.Write(pem + "\n");
        File.Move(half, path, overwrite: true);
    }
}
