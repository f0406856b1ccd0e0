using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EdgeActors.Hosts.Common.Security;

/// <summary>
/// The connections of peers that showed a certificate. One whose certificate is revoked or expires is cut, with every stream and call on
/// it: the handshake alone would let a device that is lost go on for as long as it keeps its connection.
/// </summary>
internal sealed partial class PeerConnections(TimeProvider time, ILogger<PeerConnections> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ConnectionContext, Peer> _open = new();

    /// <summary>Watches the connections of this listener; to be called after its TLS.</summary>
    public void Watch(ListenOptions listener, MutualTls tls) => listener.Use(next => async connection =>
    {
        if (connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } certificate && PeerIdentity.Of(certificate) is { } identity)
            _open[connection] = new Peer(identity, certificate, tls);
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection, out _);
        }
    });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                EndRefused();
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void EndRefused()
    {
        var now = time.GetUtcNow();
        foreach (var (connection, (identity, certificate, tls)) in _open)
            if (tls.WhyEnd(identity, certificate, now) is { } refusal)
            {
                LogEnded(refusal, $"{connection.RemoteEndPoint}");
                connection.Abort(new ConnectionAbortedException(refusal));
            }
    }

    [LoggerMessage(LogLevel.Warning, "Cut a connection from {Remote}: {Reason}")]
    private partial void LogEnded(string reason, string remote);

    private sealed record Peer(PeerIdentity Identity, X509Certificate2 Certificate, MutualTls Tls);
}
