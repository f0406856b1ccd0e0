using System.Security.Cryptography;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages.Link;
using Google.Protobuf;
using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>Trades a one-time token and a signing request for a device certificate. The device's key never leaves the device.</summary>
public sealed class Enrolment(CertificateFolder folder, TimeProvider time, ILogger<Enrolment> log)
{
    private readonly EnrolmentTokens _tokens = new(folder, time);

    /// <exception cref="RpcException">The token does not hold, the request is damaged, or this edge cannot sign.</exception>
    public EnrolReply Enrol(EnrolRequest request)
    {
        if (!folder.HasAuthorityKey)
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "This edge does not hold the authority's key: enrol at one that does."));
        if (!Names.IsValid(request.DeviceId))
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"A device is named by {Names.Allowed}."));
        if (!_tokens.Redeem(request.Token, request.DeviceId))
        {
            log.EnrolmentRefused(request.DeviceId);
            throw new RpcException(new Status(StatusCode.PermissionDenied, "The token is unknown, used, expired or another device's: ask for a new ticket."));
        }

        try
        {
            using var authority = folder.OpenAuthority();
            using var certificate = authority.IssueFor(new PeerIdentity(request.DeviceId, PeerIdentity.DeviceRole), request.SigningRequest.ToByteArray());
            log.Enrolled(request.DeviceId, certificate.SerialNumber, certificate.NotAfter.ToUniversalTime());
            return new EnrolReply { Certificate = ByteString.CopyFrom(certificate.RawData), Authority = ByteString.CopyFrom(authority.Certificate.RawData) };
        }
        catch (CertificateException e)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, $"This edge can't sign: {e.Message}"));
        }
        catch (CryptographicException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The signing request can't be used: {e.Message}"));
        }
    }
}
