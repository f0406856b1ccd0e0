using System.Collections.Concurrent;
using System.Net;
using Akka.Actor;
using Akka.Hosting;
using EdgeActors.Actors.Blobs;
using EdgeActors.Actors.Rounds;
using EdgeActors.Actors.Training;
using EdgeActors.Gateway;
using EdgeActors.Gateway.Access;
using EdgeActors.Gateway.Requests;
using EdgeActors.Hosts.Common.Access;
using EdgeActors.Hosts.Common.Api;
using EdgeActors.Hosts.Common.Registration;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using EdgeActors.Messages.Devices;
using EdgeActors.Messages.Requests;
using EdgeActors.Messages.Training;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>The gateway's real HTTP surface on a free port, with actors that stand for the cluster.</summary>
internal sealed class GatewayInProcess : IAsyncDisposable
{
    private const string Hocon =
        """
        akka.loglevel = WARNING
        akka.stdout-loglevel = OFF

        """;

    // The page draws members. Nobody waits for this one to leave.
    private const string ClusterOfOne =
        """
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp.hostname = "127.0.0.1"
        akka.remote.dot-netty.tcp.port = 0
        akka.cluster.roles = ["gateway", "name.gateway"]
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """;

    private readonly WebApplication _app;
    private readonly ActorSystem _system;
    private readonly string? _ownFolder;

    private GatewayInProcess(WebApplication app, ActorSystem system, BlobsInMemory blobs, string? ownFolder, string keyFile)
    {
        (_app, _system, Blobs, _ownFolder, KeyFile) = (app, system, blobs, ownFolder, keyFile);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public HttpClient Http { get; }

    public BlobsInMemory Blobs { get; }

    /// <summary>What the region of requests was told.</summary>
    public required ConcurrentQueue<RequestCommands.SubmitRequest> Submitted { get; init; }

    public string KeyFile { get; }

    public KestrelServerLimits Limits => _app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

    public AdmissionGate Gate => _app.Services.GetRequiredService<AdmissionGate>();

    /// <summary>Every route that is mapped.</summary>
    public IEnumerable<RouteEndpoint> Routes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static StepResult Frog { get; } = new(
        new(new("cnn"), new string('b', 64), "relu3", "int8-rans"), "1", StepPlaces.DeviceAndEdge,
        [new(HopNames.Head, 2, 2.5), new(HopNames.Uplink, double.NaN, 3.5, 912), new(HopNames.Tail, 1, 1.25)], 1012,
        new ClassificationAnswer([new("frog", 0.93f), new("bird", 0.04f)]));

    /// <param name="folder">The gateway's own, which outlives it; one that goes with it where null.</param>
    /// <param name="edges">The certificate folders of edges that are up.</param>
    /// <param name="models">Of those that ship with the repository: what the registry knows.</param>
    public static async Task<GatewayInProcess> StartAsync(
        Func<RequestSpec, FakeRequests.Outcome>? outcome = null, DeviceView[]? devices = null, ApiLimits? limits = null, int inFlight = 64,
        AccessMode access = AccessMode.Development, RunView? run = null, bool member = false, string[]? models = null, string? folder = null, CertificateFolder[]? edges = null)
    {
        // ActorSystem.Create per test: nothing of one test's region is seen by another.
        var system = ActorSystem.Create("gateway-spec", member ? Hocon + ClusterOfOne : Hocon);
        if (member)
            Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(system).SelfAddress);
        var submitted = new ConcurrentQueue<RequestCommands.SubmitRequest>();
        var region = system.ActorOf(FakeRequests.Props(outcome ?? (_ => new FakeRequests.Outcome.Answered(Frog)), submitted));
        var home = folder ?? Directory.CreateTempSubdirectory("edgeactors-gateway-spec-").FullName;
        var blobs = new BlobsInMemory();
        var twins = system.ActorOf(FakeDevices.Props(devices ?? [FakeDevices.View("device-1", online: true)], ShippedModels.Announce(blobs, models ?? [])));
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = GatewayHost.Definition.Assembly, ContentRootPath = AppContext.BaseDirectory });
        web.WebHost.UseStaticWebAssets();
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        web.Services.AddSingleton(TimeProvider.System);
        web.Services.AddSingleton(new GatewayActors(system, region, twins, twins, twins));
        web.Services.AddSingleton<IBlobExchange>(blobs);
        var registry = ActorRegistry.For(system);
        var runs = system.ActorOf(FakeRuns.Props(run));
        registry.Register<TrainingRunActor>(runs);
        registry.Register<RoundActor>(runs);
        var certificates = new CertificateFolder(Path.Combine(home, "certs"), TimeProvider.System);
        registry.Register<RegistrationActor>((IActorRef)KnownRegistrations.Start(system, "gateway", certificates).Actor);
        web.Services.AddSingleton<IMemberRegistrations>(new KnownRegistrations([.. (edges ?? []).Select((edge, number) => KnownRegistrations.Start(system, $"edge-{number + 1}", edge))]));
        web.Services.AddSingleton<IReadOnlyActorRegistry>(registry);
        web.Services.AddGatewayApi(limits ?? ApiLimits.Default, inFlight, access, Path.Combine(home, ApiKeyFile.Name), home);
        var app = web.Build();
        app.UseRouting();
        app.MapGatewayApi();
        await app.StartAsync();
        return new(app, system, blobs, folder is null ? home : null, Path.Combine(home, ApiKeyFile.Name)) { Submitted = submitted };
    }

    /// <summary>As at SIGTERM: what waits is told to come to an end.</summary>
    public void BeginToStop() => _app.Lifetime.StopApplication();

    /// <summary>To the end, hosted services included.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await _system.Terminate();
        if (_ownFolder is { })
            Directory.Delete(_ownFolder, recursive: true);
    }
}
