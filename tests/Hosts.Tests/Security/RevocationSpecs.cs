using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;

namespace EdgeActors.Hosts.Tests.Security;

public sealed class RevocationSpecs : IDisposable
{
    private static readonly PeerIdentity Camera = new("camera", PeerIdentity.DeviceRole);

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task What_was_issued_before_holds_no_longer_and_what_is_issued_after_does()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        var other = new PeerIdentity("other", PeerIdentity.DeviceRole);
        await folder.IssueAsync(other, [], CancellationToken.None);

        await folder.Revocations.AddAsync(Camera, "stolen from the yard", TimeProvider.System, CancellationToken.None);

        var refused = Assert.Throws<CertificateException>(() => folder.Open(Camera));
        Assert.Contains("stolen from the yard", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(folder.Open(other));

        await folder.IssueAsync(Camera, [], CancellationToken.None);
        Assert.NotNull(folder.Open(Camera));
        // Revoked again in the very second in which it was issued: that one is meant, too.
        await folder.Revocations.AddAsync(Camera, "stolen again", TimeProvider.System, CancellationToken.None);
        Assert.Contains("stolen again", folder.Revocations.WhyNot(Camera, Loaded(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Starting_again_in_development_mode_does_not_undo_a_revocation()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.PrepareForDevelopmentAsync(Camera, [], CancellationToken.None);
        await folder.Revocations.AddAsync(Camera, "lost", TimeProvider.System, CancellationToken.None);

        await folder.PrepareForDevelopmentAsync(Camera, [], CancellationToken.None);

        Assert.Throws<CertificateException>(() => folder.Open(Camera));
    }

    [Fact]
    public async Task Another_process_sees_a_revocation_at_its_next_look()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        var certificate = Loaded(folder);
        var running = new Revocations(folder.Path);
        Assert.Null(running.WhyNot(Camera, certificate));

        await new Revocations(folder.Path).AddAsync(Camera, "lost", TimeProvider.System, CancellationToken.None);

        Assert.NotNull(running.WhyNot(Camera, certificate));
    }

    [Fact]
    public async Task Peers_that_are_revoked_at_the_same_time_are_all_on_the_list()
    {
        var peers = Enumerable.Range(0, 8).Select(number => new PeerIdentity($"camera-{number}", PeerIdentity.DeviceRole)).ToList();

        await Task.WhenAll(peers.Select(peer => Task.Run(() => new Revocations(_files.Path).AddAsync(peer, "lost", TimeProvider.System, CancellationToken.None))));

        Assert.Equal(peers, new Revocations(_files.Path).All.Select(revoked => revoked.Peer).OrderBy(peer => peer.Name, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_instead_of_waited_for()
    {
        // Fails like a read-only mount, and for root as well: a link that leads to itself.
        File.CreateSymbolicLink(_files["lock"], _files["lock"]);

        await Assert.ThrowsAsync<IOException>(() => new Revocations(_files.Path).AddAsync(Camera, "lost", TimeProvider.System, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_list_that_is_a_link_whose_target_is_replaced_is_read_again_as_in_a_mounted_secret()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        var certificate = Loaded(folder);
        await File.WriteAllTextAsync(_files["first.json"], "[]");
        await new Revocations(_files.Path).AddAsync(Camera, "lost", TimeProvider.System, CancellationToken.None);
        Directory.CreateDirectory(_files["mounted"]);
        File.CreateSymbolicLink(_files["current.json"], _files["first.json"]);
        File.CreateSymbolicLink(_files["mounted", Revocations.FileName], _files["current.json"]);
        var running = new Revocations(_files["mounted"]);
        Assert.Null(running.WhyNot(Camera, certificate));

        File.CreateSymbolicLink(_files["next"], _files[Revocations.FileName]);
        File.Move(_files["next"], _files["current.json"], overwrite: true);

        Assert.NotNull(running.WhyNot(Camera, certificate));
    }

    [Fact]
    public async Task A_damaged_list_lets_nobody_in_and_says_which_file_it_is()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        await File.WriteAllTextAsync(_files["certs", Revocations.FileName], "{ half a fi");

        Assert.Contains(Revocations.FileName, folder.Revocations.WhyNot(Camera, Loaded(folder)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unused_tickets_of_a_revoked_device_end_with_it_and_those_of_others_do_not()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        var tokens = new EnrolmentTokens(folder, TimeProvider.System);
        var ticket = tokens.Issue("camera", TimeSpan.FromHours(1));
        var others = tokens.Issue("other", TimeSpan.FromHours(1));

        Assert.Equal(1, tokens.Void("camera"));

        Assert.False(tokens.Redeem(ticket.Token, "camera"));
        Assert.True(tokens.Redeem(others.Token, "other"));
    }

    [Fact]
    public async Task An_authority_is_replaced_without_a_moment_in_which_hosts_refuse_each_other()
    {
        var folder = new CertificateFolder(_files["certs"], TimeProvider.System);
        var edge = new PeerIdentity("edge", "edge");
        await folder.IssueAsync(Camera, [], CancellationToken.None);
        await folder.IssueAsync(edge, [], CancellationToken.None);

        (await folder.RotateAuthorityAsync(CancellationToken.None)).Dispose();
        Assert.NotNull(folder.Open(Camera));
        await folder.IssueAsync(edge, [], CancellationToken.None);
        var renewed = folder.Open(edge);
        var trusted = new TrustedPeers(folder.OpenTrusted(), ["edge", PeerIdentity.DeviceRole]);
        Assert.Equal(edge, trusted.Check(renewed.Own).Peer);
        Assert.Equal(Camera, trusted.Check(folder.Open(Camera).Own).Peer);

        Assert.Single(await folder.RetireOldAuthoritiesAsync(CancellationToken.None));

        Assert.NotNull(folder.Open(edge));
        Assert.Contains("not by our authority", Assert.Throws<CertificateException>(() => folder.Open(Camera)).Message, StringComparison.Ordinal);
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2 Loaded(CertificateFolder folder) =>
        System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(folder.CertificateFile(Camera));
}
