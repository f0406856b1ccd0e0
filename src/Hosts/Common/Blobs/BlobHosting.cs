using EdgeActors.Actors.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Crashes;
using EdgeActors.Hosts.Common.Lifecycle;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Common.Blobs;

/// <summary>Gives a member its blob store and the port on which other members fetch from it. Map the routes with <c>MapBlobs</c>.</summary>
public static class BlobHosting
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <param name="own">The host's own folder, where it is not told of another.</param>
    public static string FolderOf(SettingValues settings, string own) =>
        settings.Get(ClusterSettings.BlobsFolder) is { Length: > 0 } folder ? Path.GetFullPath(folder) : own;

    /// <param name="crash">Has the process die inside a blob of a crash test; null in all other operation.</param>
    public static void AddBlobs(this HostBuild build, MemberTls tls, DeliberateCrash? crash = null)
    {
        var settings = build.Settings;
        build.Listen(
            BlobEndpoints.Listener, settings.Get(ClusterSettings.BlobsBind), settings.Get(ClusterSettings.BlobsPort), HttpProtocols.Http1AndHttp2,
            settings.Get(ClusterSettings.BlobsPublicHost), tls.Blobs);
        build.Services.AddSingleton(services => new BlobStore(FolderOf(settings, build.Folders.Blobs), settings.Get(ClusterSettings.BlobsMaxBytes), services.GetRequiredService<TimeProvider>(), crash is null ? null : crash.Watch));
        build.Services.AddSingleton<IBlobArchive>(services => new BlobExchange(
            services.GetRequiredService<BlobStore>(),
            new HttpClient(new SocketsHttpHandler { SslOptions = tls.Blobs.ForClient(), ConnectTimeout = ConnectTimeout }) { Timeout = Timeout.InfiniteTimeSpan },
            () => services.GetRequiredService<HostListeners>().Url(BlobEndpoints.Listener),
            services.GetRequiredService<TimeProvider>()));
        build.Services.AddSingleton<IBlobExchange>(services => services.GetRequiredService<IBlobArchive>());
    }
}
