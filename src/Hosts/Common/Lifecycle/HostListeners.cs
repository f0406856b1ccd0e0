using System.Collections.Concurrent;
using System.Net;
using EdgeActors.Hosts.Common.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>The ports a host has open, by name, and what else its ready line lists.</summary>
public sealed class HostListeners
{
    private readonly ConcurrentDictionary<string, Func<string>> _urls = new();
    private readonly List<(string Name, IPAddress Address, int Port, HttpProtocols Protocols, string? PublicHost, MutualTls? Tls)> _wanted = [];

    /// <summary>The addresses by name, once the host has started.</summary>
    public IReadOnlyDictionary<string, string> Urls => new SortedDictionary<string, string>(_urls.ToDictionary(url => url.Key, url => url.Value()));

    /// <summary>Lists an address that is not Kestrel's, such as that of Akka.Remote.</summary>
    public void Announce(string name, string url) => _urls[name] = () => url;

    /// <summary>The base address of one listener, once the host has started.</summary>
    public Uri Url(string name) => new(_urls[name]());

    internal void Add(string name, IPAddress address, int port, HttpProtocols protocols, string? publicHost, MutualTls? tls) =>
        _wanted.Add((name, address, port, protocols, publicHost, tls));

    internal void Open(KestrelServerOptions kestrel)
    {
        foreach (var (name, address, port, protocols, publicHost, tls) in _wanted)
            kestrel.Listen(address, port, listener =>
            {
                listener.Protocols = protocols;
                if (tls is not null)
                {
                    listener.UseHttps(tls.ForKestrel());
                    kestrel.ApplicationServices.GetRequiredService<PeerConnections>().Watch(listener, tls);
                }

                // Kestrel writes the port that it got back into the listener.
                _urls[name] = () => new UriBuilder(tls is null ? "http" : "https", publicHost ?? Reachable(listener.IPEndPoint!.Address), listener.IPEndPoint!.Port)
                    .Uri.GetLeftPart(UriPartial.Authority);
            });
    }

    private static string Reachable(IPAddress bound) =>
        bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) ? "127.0.0.1" : bound.ToString();
}
