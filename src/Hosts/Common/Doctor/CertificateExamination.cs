using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>The host's certificate: there, of the authority beside it, not about to expire, its key nobody else's to read.</summary>
public static class CertificateExamination
{
    /// <summary>Reading by the group is how a mounted secret reaches a process that is not root.</summary>
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <param name="peers">For whom the host needs a certificate; the host itself where null.</param>
    public static Examination For(Func<ExaminedHost, IEnumerable<PeerIdentity>>? peers = null) => (host, _) => Task.FromResult<IReadOnlyList<Finding>>(
        [.. Look(host, (peers?.Invoke(host) ?? [new PeerIdentity(host.Place.Name, host.Definition.Tier)]).ToList())]);

    private static IEnumerable<Finding> Look(ExaminedHost host, IReadOnlyList<PeerIdentity> peers)
    {
        var makesThem = host.Settings.Get(HostSettings.Certificates) == CertificateSource.Development;
        foreach (var peer in peers)
            yield return makesThem && !host.Certificates.Has(peer)
                ? Finding.Ok("certificate", $"of {peer}: made at the first start (development mode)")
                : Certificate(host, peer);
        foreach (var file in peers.Select(host.Certificates.KeyFile).Append(host.Certificates.AuthorityKeyFile).Where(File.Exists))
            if (Exposed(file) is { } exposed)
                yield return exposed;
        if (!makesThem && host.Certificates.HasAuthorityKey && host.Definition.Tier != "edge")
            yield return Finding.Warning("authority's key", $"{host.Certificates.AuthorityKeyFile} is on this host, which never signs", "Keep it where certificates are issued, and on edges at which devices enrol; delete it here.");
        yield return Revoked(host.Certificates.Revocations);
    }

    private static Finding Certificate(ExaminedHost host, PeerIdentity peer)
    {
        try
        {
            var certificate = host.Certificates.Open(peer);
            var end = certificate.Own.NotAfter.ToUniversalTime();
            var soonest = certificate.Authorities.Min(authority => authority.NotAfter.ToUniversalTime());
            var what = $"{host.Certificates.CertificateFile(peer)} of {peer} is valid until {end:yyyy-MM-dd}, its authority until {soonest:yyyy-MM-dd}";
            return end - host.Time.GetUtcNow().UtcDateTime < CertificateFolder.RenewBefore
                ? Finding.Warning("certificate", what, $"Issue it again: edgeactors certs issue {peer.Role} {peer.Name}, then restart the host.")
                : Finding.Ok("certificate", what);
        }
        catch (CertificateException e)
        {
            return Finding.Failed("certificate", e.Message, $"edgeactors certs issue {peer.Role} {peer.Name}, where the authority's key is, and copy both files and ca.pem here.");
        }
    }

    private static Finding? Exposed(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) is not UnixFileMode.None and var mode
            ? Finding.Failed("key", $"{file} can be read by others ({mode})", $"chmod 600 {file}, and issue the certificate again if a stranger had access.")
            : null;

    private static Finding Revoked(Revocations revocations)
    {
        try
        {
            return Finding.Ok("revoked", revocations.All.Count switch
            {
                0 => "nobody",
                var count => $"{count}: {string.Join(", ", revocations.All.Take(5).Select(revoked => revoked.Peer))}{(count > 5 ? ", …" : "")}",
            });
        }
        catch (CertificateException e)
        {
            return Finding.Failed("revoked", e.Message, "Copy revoked.json again from where certificates are issued.");
        }
    }
}
