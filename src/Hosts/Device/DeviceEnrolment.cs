using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace EdgeActors.Device;

/// <summary>
/// Trades a ticket for a certificate. The key is made here and stays here; the edge is checked against the ticket's authority
/// before the token is said.
/// </summary>
public static class DeviceEnrolment
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <exception cref="CertificateException">The edge can't be reached, is not the ticket's, or refuses the token.</exception>
    public static async Task EnrolAsync(Uri edge, EnrolmentTicket ticket, CertificateFolder folder, CancellationToken cancel)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(ticket.Authority);
        var trusted = new TrustedPeers(authorities, ["edge"]);
        string? refusal = null;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            (refusal = trusted.Check(certificate as X509Certificate2).Refusal) is null;
        using var channel = GrpcChannel.ForAddress(edge, new GrpcChannelOptions { HttpHandler = handler });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var peer = new PeerIdentity(ticket.Device, PeerIdentity.DeviceRole);
        try
        {
            var reply = await new DeviceLink.DeviceLinkClient(channel).EnrolAsync(
                new EnrolRequest
                {
                    Token = ticket.Token,
                    DeviceId = ticket.Device,
                    SigningRequest = ByteString.CopyFrom(new CertificateRequest(peer.ToSubject(), key, HashAlgorithmName.SHA256).CreateSigningRequest()),
                },
                deadline: TimeProvider.System.GetUtcNow().UtcDateTime + Timeout,
                cancellationToken: cancel);
            using var certificate = X509CertificateLoader.LoadCertificate(reply.Certificate.Span);
            using var withKey = certificate.CopyWithPrivateKey(key);
            folder.SaveAuthorities(authorities);
            folder.Save(peer, withKey);
        }
        catch (RpcException e)
        {
            throw new CertificateException($"{ticket.Device} can't be enrolled at {edge}: {refusal ?? e.Status.Detail}", e);
        }
    }
}
