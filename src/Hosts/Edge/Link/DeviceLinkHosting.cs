using Akka.Actor;
using EdgeActors.Actors.Sessions;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Link;
using EdgeActors.Hosts.Common.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EdgeActors.Edge.Link;

/// <summary>Opens the port on which devices dial in and serves the device link there, and only there.</summary>
public static class DeviceLinkHosting
{
    public const string Listener = "link";

    /// <summary>Control frames are small; tensors and blobs come in chunks.</summary>
    private const int MaxMessageBytes = 1 << 20;

    private const int MostBufferedBytes = 8 << 10;

    /// <param name="certificate">The edge's own.</param>
    /// <param name="sessions">The actor that opens sessions, once the actor system has started it.</param>
    public static void AddDeviceLink(this HostBuild build, HostCertificate certificate, Func<IServiceProvider, CancellationToken, Task<IActorRef>> sessions)
    {
        var settings = build.Settings;
        var heartbeat = settings.Get(EdgeSettings.Heartbeat);
        build.Listen(
            Listener, settings.Get(EdgeSettings.LinkBind), settings.Get(EdgeSettings.LinkPort), HttpProtocols.Http2, settings.Get(EdgeSettings.LinkHost),
            certificate.WithOrUnknown(PeerIdentity.DeviceRole));
        build.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = heartbeat;
            kestrel.Limits.Http2.KeepAlivePingTimeout = heartbeat * 2;
            // A device on a slow link is not an attacker; silence is judged by the service, per call.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            // Streams of tensors and blobs have no length as HTTP bodies; their own headers say it, and are held to it.
            kestrel.Limits.MaxRequestBodySize = null;
            // What waits in a buffer of the connection can't be passed by a control frame any more.
            kestrel.Limits.MaxResponseBufferSize = MostBufferedBytes;
        });
        build.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.MaxWriteBufferSize = MostBufferedBytes;
            sockets.CreateBoundListenSocket = endpoint =>
            {
                var listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                ShortSendQueue.Apply(listener);
                return listener;
            };
        });
        build.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessageBytes;
            grpc.MaxSendMessageSize = MaxMessageBytes;
        });
        build.Services.AddSingleton(services => new DeviceSessions(cancel => sessions(services, cancel)));
        build.Services.AddSingleton(new LinkLimits(settings.Get(EdgeSettings.MaxTensorBytes)));
        build.Services.AddSingleton<TensorBudget>();
        build.Services.AddSingleton<LinkPriority>();
        build.Services.AddSingleton(new EdgeName(build.Name));
        build.Services.AddSingleton(services => new Enrolment(build.CertificateFolder(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Enrolment>>()));
    }

    public static void MapDeviceLink(this IEndpointRouteBuilder routes) => routes.MapGrpcService<DeviceLinkService>().OnListener(Listener);
}
