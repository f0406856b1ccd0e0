using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using Grpc.Core;

namespace EdgeActors.Edge.Link;

/// <summary>Who calls: the name in the certificate, never one in a message.</summary>
internal static class LinkCaller
{
    /// <exception cref="RpcException">The caller has no certificate, or its name is no device's.</exception>
    public static DeviceId Device(ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is not { } certificate)
            throw new RpcException(new Status(StatusCode.Unauthenticated, "This call needs a device certificate; enrol first, with a ticket."));
        if (PeerIdentity.Of(certificate) is not { Role: PeerIdentity.DeviceRole } peer)
            throw new RpcException(new Status(StatusCode.PermissionDenied, "Only devices may dial in here."));
        var device = new DeviceId(peer.Name);
        return device.IsEdgePool
            ? throw new RpcException(new Status(StatusCode.PermissionDenied, $"'{device}' is a name of the edge's own."))
            : device;
    }
}
