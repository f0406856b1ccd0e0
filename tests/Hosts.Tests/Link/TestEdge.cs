using System.Threading.Channels;
using Akka.Actor;
using EdgeActors.Edge;
using EdgeActors.Edge.Link;
using EdgeActors.Hosts.Common.Blobs;
using EdgeActors.Hosts.Common.Cluster;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Security;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeActors.Hosts.Tests.Link;

/// <summary>The edge's end of the link as it is wired in the host, on a free port, with a recorder instead of sessions.</summary>
internal sealed class TestEdge : IAsyncDisposable
{
    private readonly RunningHost _host;
    private readonly HostFolders _folders;
    private readonly ActorSystem _actors;

    private TestEdge(RunningHost host, HostFolders folders, ActorSystem actors, Channel<RecordingSessions.Heard> heard)
    {
        _host = host;
        _folders = folders;
        _actors = actors;
        Heard = heard.Reader;
    }

    /// <summary>What sessions were told, in order.</summary>
    public ChannelReader<RecordingSessions.Heard> Heard { get; }

    public Uri Url => new(_host.Urls[DeviceLinkHosting.Listener]);

    public Uri BlobsUrl => new(_host.Urls[BlobEndpoints.Listener]);

    public Uri HttpUrl => new(_host.Urls["http"]);

    public BlobStore Blobs => _host.Services.GetRequiredService<BlobStore>();

    public TensorBudget Budget => _host.Services.GetRequiredService<TensorBudget>();

    public static async Task<TestEdge> StartAsync(string data, int port = 0, LinkLimits? limits = null, params string[] flags)
    {
        var heard = Channel.CreateUnbounded<RecordingSessions.Heard>();
        var actors = ActorSystem.Create("sessions", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        var sessions = actors.ActorOf(Props.Create(() => new RecordingSessions(heard.Writer)));
        var definition = EdgeHost.Definition with
        {
            Configure = build =>
            {
                var certificate = build.OwnCertificate();
                build.AddBlobs(MemberTls.Of(certificate));
                build.AddDeviceLink(certificate, (_, _) => Task.FromResult(sessions));
                if (limits is not null)
                    build.Services.AddSingleton(limits);
            },
            Map = app =>
            {
                app.MapBlobs();
                app.MapDeviceLink();
            },
        };
        var given = new Dictionary<Setting, string[]>
        {
            [HostSettings.DataDirectory] = [data],
            [HostSettings.HttpPort] = ["0"],
            [HostSettings.LogLevel] = ["none"],
            [ClusterSettings.BlobsPort] = ["0"],
            [EdgeSettings.LinkPort] = [port.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            [EdgeSettings.MaxTensorBytes] = ["4MB"],
        };
        var (settings, hocon) = HostConfiguration.Resolve(definition, setting => given.GetValueOrDefault(setting), _ => null);
        var folders = HostFolders.Claim("edge", settings);
        return new TestEdge(await RunningHost.StartAsync(definition, settings, hocon, folders, TextWriter.Null), folders, actors, heard);
    }

    /// <summary>The next thing told to a session of this kind; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var passed = new List<string>();
        try
        {
            while (true)
            {
                var heard = await Heard.ReadAsync(limit.Token);
                if (heard.Message is T wanted)
                    return wanted;
                passed.Add(heard.Message.GetType().Name);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No {typeof(T).Name} was told to a session within 20 s; told were: {string.Join(", ", passed)}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _actors.Terminate();
        await _host.DisposeAsync();
        _folders.Dispose();
    }

    /// <summary>The certificate folder that this edge and its devices share.</summary>
    public static CertificateFolder Certificates(string data) => new(Path.Combine(data, "certs"), TimeProvider.System);
}
