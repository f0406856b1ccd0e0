using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Security;

public sealed class CertificateSpecs : IDisposable
{
    private static readonly PeerIdentity Edge = new("edge-7", "edge");

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_certificate_says_who_it_is_for()
    {
        using var authority = CertificateAuthority.Create(TimeProvider.System);
        using var certificate = authority.Issue(Edge, ["localhost"]);
        Assert.Equal(Edge, PeerIdentity.Of(certificate));
        Assert.Equal(Edge, new TrustedPeers(authority.Certificate, ["edge"]).Check(certificate).Peer);
    }

    [Fact]
    public void A_certificate_of_another_authority_is_refused_with_both_names()
    {
        using var ours = CertificateAuthority.Create(TimeProvider.System);
        using var theirs = CertificateAuthority.Create(TimeProvider.System);
        using var certificate = theirs.Issue(Edge, []);
        var refusal = new TrustedPeers(ours.Certificate, ["edge"]).Check(certificate).Refusal;
        Assert.Contains(theirs.Certificate.Subject, refusal);
        Assert.Contains(ours.Certificate.Subject, refusal);
    }

    [Fact]
    public void A_role_that_may_not_be_here_is_refused()
    {
        using var authority = CertificateAuthority.Create(TimeProvider.System);
        using var certificate = authority.Issue(new PeerIdentity("d", PeerIdentity.DeviceRole), []);
        Assert.Contains("may not be here", new TrustedPeers(authority.Certificate, PeerIdentity.MemberRoles).Check(certificate).Refusal);
        Assert.Contains("no certificate", new TrustedPeers(authority.Certificate, PeerIdentity.MemberRoles).Check(null).Refusal);
    }

    [Fact]
    public void A_leaf_cannot_sign_for_others()
    {
        using var authority = CertificateAuthority.Create(TimeProvider.System);
        using var leaf = authority.Issue(Edge, []);
        using var forged = Forge(leaf);
        Assert.NotNull(new TrustedPeers(authority.Certificate, ["cloud"]).Check(forged).Refusal);
    }

    [Fact]
    public async Task Hosts_that_start_at_once_share_one_authority()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        var peers = Enumerable.Range(0, 4).Select(i => new PeerIdentity($"edge-{i}", "edge")).ToArray();
        await Task.WhenAll(peers.Select(peer => folder.PrepareForDevelopmentAsync(peer, ["127.0.0.1"], CancellationToken.None)));
        Assert.Single(peers.Select(peer => folder.Open(peer).Authorities[0].Thumbprint).Distinct());
    }

    [Fact]
    public async Task Keys_are_for_their_owner_alone()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.PrepareForDevelopmentAsync(Edge, [], CancellationToken.None);
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { folder.KeyFile(Edge), folder.AuthorityKeyFile })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_certificate_under_another_authority_stops_the_host_with_the_file_named()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.PrepareForDevelopmentAsync(Edge, [], CancellationToken.None);
        using var other = CertificateAuthority.Create(TimeProvider.System);
        folder.SaveAuthorities([other.Certificate]);
        var e = Assert.Throws<CertificateException>(() => folder.Open(Edge));
        Assert.Contains(folder.CertificateFile(Edge), e.Message);
        Assert.Contains("not by our authority", e.Message);
    }

    [Fact]
    public void A_token_holds_once_for_its_device_and_until_it_expires()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        using (var authority = CertificateAuthority.Create(TimeProvider.System))
        {
            Directory.CreateDirectory(folder.Path);
            File.WriteAllText(folder.AuthorityFile, authority.CertificatePem);
            File.WriteAllText(folder.AuthorityKeyFile, authority.ExportKeyPem());
        }

        var tokens = new EnrolmentTokens(folder, TimeProvider.System);
        var ticket = tokens.Issue("camera", TimeSpan.FromHours(1));
        Assert.True(tokens.Redeem(ticket.Token, "camera"));
        Assert.False(tokens.Redeem(ticket.Token, "camera"));
        Assert.False(tokens.Redeem(tokens.Issue("camera", TimeSpan.FromHours(1)).Token, "other"));
        Assert.False(tokens.Redeem(tokens.Issue("camera", TimeSpan.Zero).Token, "camera"));
        Assert.False(tokens.Redeem("../../ca", "camera"));
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Forge(System.Security.Cryptography.X509Certificates.X509Certificate2 leaf)
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(new PeerIdentity("x", "cloud").ToSubject(), key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        var generator = System.Security.Cryptography.X509Certificates.X509SignatureGenerator.CreateForECDsa(
            System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(leaf)!);
        return request.Create(leaf.SubjectName, generator, leaf.NotBefore, leaf.NotAfter, [1, 2, 3]);
    }
}
