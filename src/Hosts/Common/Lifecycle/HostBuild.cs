using System.Net;
using Akka.Configuration;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Lifecycle;

/// <summary>A host while it is being wired: its checked settings, its place on the disk, its certificates, its listeners.</summary>
public sealed class HostBuild
{
    private readonly HostListeners _listeners;

    internal HostBuild(HostDefinition definition, SettingValues settings, Config hocon, HostFolders folders, WebApplicationBuilder web, HostListeners listeners)
    {
        Definition = definition;
        Settings = settings;
        Hocon = hocon;
        Folders = folders;
        Web = web;
        _listeners = listeners;
    }

    public HostDefinition Definition { get; }

    public SettingValues Settings { get; }

    /// <summary>The layered HOCON of this host, without Akka's own reference.</summary>
    public Config Hocon { get; }

    public HostFolders Folders { get; }

    public WebApplicationBuilder Web { get; }

    public IServiceCollection Services => Web.Services;

    /// <summary>The host's name: <see cref="HostSettings.Name"/>, or its tier.</summary>
    public string Name => Folders.Name;

    /// <summary>Opens one more port. The ready line names it, with the port that was really bound.</summary>
    /// <param name="name">Its name among the ready line's URLs.</param>
    /// <param name="publicHost">The host name that goes into the URL; the bound address where null.</param>
    /// <param name="tls">Mutual TLS where given, plain HTTP otherwise.</param>
    public void Listen(string name, IPAddress address, int port, HttpProtocols protocols, string? publicHost = null, MutualTls? tls = null) =>
        _listeners.Add(name, address, port, protocols, publicHost, tls);
}
