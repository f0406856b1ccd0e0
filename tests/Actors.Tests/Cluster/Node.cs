using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote;
using Akka.Remote.Hosting;
using Akka.Remote.Transport;
using EdgeActors.Actors.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Actors.Tests.Cluster;

/// <summary>One cluster member of this process, over real sockets, with a throttle in its transport.</summary>
internal sealed class Node : IAsyncDisposable
{
    private const string Hocon = """
        akka.loglevel = ERROR
        akka.remote.dot-netty.tcp.applied-adapters = ["trttl"]
        akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store"
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.cluster.failure-detector.acceptable-heartbeat-pause = 6s
        akka.cluster.split-brain-resolver.active-strategy = keep-majority
        akka.cluster.split-brain-resolver.stable-after = 3s
        akka.coordinated-shutdown.exit-clr = off
        """;

    private readonly IHost _host;

    private Node(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public IReadOnlyActorRegistry Registry => _host.Services.GetRequiredService<IReadOnlyActorRegistry>();

    public Address Address => AkkaCluster.Get(System).SelfAddress;

    public static async Task<Node> StartAsync(string role, Action<IServiceCollection> services, Action<AkkaConfigurationBuilder> actors)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services(builder.Services);
        builder.Services.AddAkka("edgeactors", (akka, _) =>
        {
            akka.AddHocon(Hocon, HoconAddMode.Prepend)
                .WithRemoting(new RemoteOptions { HostName = "127.0.0.1", Port = 0 })
                .WithClustering(new ClusterOptions { Roles = [role] })
                .WithShardingDistributedData(options => options.Durable.Keys = [])
                .WithEdgeMessages();
            actors(akka);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public Task JoinAsync(Node seed) => AkkaCluster.Get(System).JoinAsync(seed.Address);

    /// <summary>Nothing passes between this node and another any more, in either direction.</summary>
    public async Task CutOffAsync(params Node[] others)
    {
        foreach (var other in others)
        {
            await ThrottleAsync(other.Address);
            await other.ThrottleAsync(Address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task ThrottleAsync(Address peer)
    {
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport;
        var command = new SetThrottle(peer.WithProtocol("tcp"), ThrottleTransportAdapter.Direction.Both, Blackhole.Instance);
        if (!await transport.ManagementCommand(command))
            throw new InvalidOperationException($"The transport of {Address} took no throttle.");
    }
}
