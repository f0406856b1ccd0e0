using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeActors.Device;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Tests.Support;
using EdgeActors.Messages.Link;
using Grpc.Core;

namespace EdgeActors.Hosts.Tests.Link;

public sealed class EnrolmentSpecs : IDisposable
{
    private static readonly PeerIdentity Camera = new("camera", PeerIdentity.DeviceRole);

    private readonly TemporaryFolder _files = new();
    private readonly TemporaryFolder _device = new();

    public void Dispose()
    {
        _files.Dispose();
        _device.Dispose();
    }

    [Fact]
    public async Task A_ticket_becomes_a_certificate_that_opens_the_link_once()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        var ticket = new EnrolmentTokens(TestEdge.Certificates(_files.Path), TimeProvider.System).Issue("camera", TimeSpan.FromHours(1));
        var own = new CertificateFolder(_device["certs"], TimeProvider.System);
        await DeviceEnrolment.EnrolAsync(edge.Url, ticket, own, CancellationToken.None);

        var client = new DeviceLink.DeviceLinkClient(TestDevice.EdgeChannelFor(edge.Url, own.Open(Camera).With("edge")));
        Assert.Equal(0, (await client.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) })).Offset);

        var again = await Assert.ThrowsAsync<CertificateException>(() => DeviceEnrolment.EnrolAsync(edge.Url, ticket, new CertificateFolder(_device["again"], TimeProvider.System), CancellationToken.None));
        Assert.Contains("used", again.Message);
    }

    [Fact]
    public async Task An_edge_of_another_authority_never_hears_the_token()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var other = CertificateAuthority.Create(TimeProvider.System);
        var ticket = new EnrolmentTicket("camera", EnrolmentTicket.NewToken(), other.CertificatePem);
        var e = await Assert.ThrowsAsync<CertificateException>(() => DeviceEnrolment.EnrolAsync(edge.Url, ticket, new CertificateFolder(_device["certs"], TimeProvider.System), CancellationToken.None));
        Assert.Contains("not by our authority", e.Message);
    }

    [Fact]
    public async Task Without_a_certificate_there_is_enrolment_and_nothing_else()
    {
        await using var edge = await TestEdge.StartAsync(_files.Path);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress(edge.Url, new Grpc.Net.Client.GrpcChannelOptions { HttpHandler = handler });
        var client = new DeviceLink.DeviceLinkClient(channel);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.GetBlobStatusAsync(new BlobQuery { Sha256 = new string('a', 64) }));
        Assert.Equal(StatusCode.Unauthenticated, e.StatusCode);
        e = await Assert.ThrowsAsync<RpcException>(async () => await client.EnrolAsync(new EnrolRequest { DeviceId = "camera", Token = "guess" }));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
    }

    [Fact]
    public void A_request_for_another_kind_of_key_is_refused()
    {
        using var authority = CertificateAuthority.Create(TimeProvider.System);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=camera", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest();
        Assert.Throws<CryptographicException>(() => authority.IssueFor(Camera, request));
    }
}
