using EdgeActors.Actors.Agents;
using EdgeActors.Actors.Sessions;
using EdgeActors.Device;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages.Link;
using Grpc.Core;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>A device that was lost, against the edge as it is wired in the host.</summary>
public sealed class RevokedDeviceSpecs : IDisposable
{
    private static readonly PeerIdentity Camera = new("camera", PeerIdentity.DeviceRole);

    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Its_open_stream_is_cut_and_it_is_not_let_in_again_until_it_has_a_new_certificate()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        await using var device = await (await TestDevice.StartAsync(_files.Path, edge.Url)).ConnectedAsync();
        await using var other = await (await TestDevice.StartAsync(_files.Path, edge.Url, "other")).ConnectedAsync();
        await edge.NextAsync<DeviceFrame>();
        await edge.NextAsync<DeviceFrame>();
        var certificates = TestEdge.Certificates(_files.Path);

        await certificates.Revocations.AddAsync(Camera, "stolen", TimeProvider.System, CancellationToken.None);

        await device.NextAsync<AgentSeam.LinkDown>();
        await edge.NextAsync<SessionSeam.StreamEnded>();
        var thief = new DeviceLink.DeviceLinkClient(TestDevice.EdgeChannelFor(edge.Url, Stolen(certificates)));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await thief.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) }));
        Assert.True(refused.StatusCode is StatusCode.Unavailable or StatusCode.Internal, $"{refused.StatusCode}: {refused.Status.Detail}");
        // Who was not meant keeps its connection.
        await other.Link.SendAsync(new DeviceFrame { Profiles = new ProfileReport() }, CancellationToken.None);
        await edge.NextAsync<DeviceFrame>();

        var ticket = new EnrolmentTokens(certificates, TimeProvider.System).Issue("camera", TimeSpan.FromHours(1));
        using var home = new TemporaryFolder();
        var renewed = new CertificateFolder(home["certs"], TimeProvider.System);
        await DeviceEnrolment.EnrolAsync(edge.Url, ticket, renewed, CancellationToken.None);
        var client = new DeviceLink.DeviceLinkClient(TestDevice.EdgeChannelFor(edge.Url, renewed.Open(Camera).With("edge")));
        Assert.Equal(0, (await client.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) })).Offset);
    }

    /// <summary>The thief's machine knows nothing of the list.</summary>
    private static MutualTls Stolen(CertificateFolder certificates)
    {
        var authorities = certificates.OpenTrusted();
        var own = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPemFile(certificates.CertificateFile(Camera), certificates.KeyFile(Camera));
        return new HostCertificate(Camera, own, authorities, new Revocations(Path.Combine(certificates.Path, "none"))).With("edge");
    }
}
