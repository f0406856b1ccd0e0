using System.Net;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>How a host that is being wired gets at certificates.</summary>
public static class HostBuildCertificates
{
    public static CertificateFolder CertificateFolder(this HostBuild build) => new(build.Folders.Certificates, TimeProvider.System);

    /// <summary>The host's own certificate; made first where the host may.</summary>
    /// <param name="reachedAs">Names and addresses under which others reach it.</param>
    public static HostCertificate OwnCertificate(this HostBuild build, params IEnumerable<string> reachedAs) =>
        Certificate(build, new PeerIdentity(build.Name, build.Definition.Tier), reachedAs);

    /// <summary>A certificate for any peer that this process stands for.</summary>
    public static HostCertificate Certificate(this HostBuild build, PeerIdentity peer, params IEnumerable<string> reachedAs)
    {
        var folder = build.CertificateFolder();
        if (build.Settings.Get(HostSettings.Certificates) == CertificateSource.Development)
            // Wiring is synchronous, and this is before anything else runs.
            folder.PrepareForDevelopmentAsync(peer, [.. reachedAs, "localhost", IPAddress.Loopback.ToString()], CancellationToken.None).GetAwaiter().GetResult();
        return folder.Open(peer);
    }
}
