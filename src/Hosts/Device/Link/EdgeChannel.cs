using System.Net.Sockets;
using EdgeActors.Hosts.Common.Link;
using EdgeActors.Hosts.Common.Security;
using Grpc.Net.Client;

namespace EdgeActors.Device.Link;

/// <summary>One HTTP/2 connection from a device to its edge, by mutual TLS, throttled where it is to be.</summary>
internal static class EdgeChannel
{
    private const int MaxMessageBytes = 1 << 20;

    public static GrpcChannel Open(DeviceLinkOptions options, MutualTls tls, LinkShaper? shaper)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = tls.ForClient(),
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = false,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = options.Heartbeat,
            KeepAlivePingTimeout = options.Heartbeat * 2,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                ShortSendQueue.Apply(socket);
                try
                {
                    await socket.ConnectAsync(context.DnsEndPoint, cancel);
                    var connection = new NetworkStream(socket, ownsSocket: true);
                    return shaper?.Wrap(connection) ?? connection;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
        return GrpcChannel.ForAddress(options.Edge, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = MaxMessageBytes,
            // The link dials again by itself, with its own backoff.
            MaxRetryAttempts = null,
            ServiceConfig = null,
        });
    }
}
