using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Registration;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Hosts.Common.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace EdgeActors.Hosts.Common.Cluster;

/// <summary>Makes a host a member of the cluster: remoting by mutual TLS, roles, seeds, split-brain resolver, sharding.</summary>
public static class ClusterHosting
{
    public const string SystemName = "edgeactors";
    public const string RemoteProtocol = "akka.ssl.tcp";

    /// <param name="actors">What runs on this tier; see the <c>AddX</c> methods of <c>EdgeActors.Actors</c>.</param>
    /// <param name="setups">Further setups of the actor system, such as the journal's connection.</param>
    public static void AddClusterMember(
        this HostBuild build, MemberTls tls, Action<AkkaConfigurationBuilder, IServiceProvider> actors, params IEnumerable<Setup> setups)
    {
        var settings = build.Settings;
        RefuseTakenPort(settings.Get(ClusterSettings.RemoteBind), settings.Get(ClusterSettings.RemotePort));
        build.Services.AddSingleton(tls);
        build.Services.AddSingleton(new RememberedMembers(Path.Combine(build.Folders.Root, "members.json")));
        build.Services.AddSingleton<IReadinessCheck, MembershipCheck>();
        build.Services.AddAkka(SystemName, (akka, services) =>
        {
            akka.AddHocon(build.Hocon, HoconAddMode.Prepend);
            foreach (var setup in setups)
                akka.AddSetup(setup);
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            });
            akka.WithRemoting(Remoting(settings, tls.Remoting));
            akka.WithClustering(new ClusterOptions { Roles = [build.Definition.Tier, MemberName.AsRole(build.Name)] });
            akka.WithShardingDistributedData(options => options.Durable.Keys = []);
            akka.WithActors((system, _) => system.ActorOf(
                Props.Create(() => new ActorSystemMonitor(services.GetRequiredService<ILogger<ActorSystemMonitor>>())), "monitor"));
            akka.WithActors((system, registry) => registry.Register<RegistrationActor>(system.ActorOf(
                Props.Create(() => new RegistrationActor(build.CertificateFolder(), new ClusterRegistrations(system), services.GetRequiredService<TimeProvider>())), RegistrationActor.Name)));
            actors(akka, services);
            akka.AddStartup((system, _) => Join(system, build, services));
        });
    }

    private static RemoteOptions Remoting(SettingValues settings, MutualTls tls) => new()
    {
        HostName = settings.Get(ClusterSettings.RemoteBind).ToString(),
        PublicHostName = settings.Get(ClusterSettings.RemoteHost),
        Port = settings.Get(ClusterSettings.RemotePort),
        EnableSsl = true,
        Ssl = new SslOptions
        {
            X509Certificate = tls.OwnCertificate,
            CustomValidator = tls.ForRemoting(),
            RequireMutualAuthentication = true,
            ValidateCertificateHostname = false,
        },
    };

    private static void Join(ActorSystem system, HostBuild build, IServiceProvider services)
    {
        var cluster = AkkaCluster.Get(system);
        var self = cluster.SelfAddress;
        var remembered = services.GetRequiredService<RememberedMembers>();
        services.GetRequiredService<HostListeners>().Announce("remote", self.ToString());
        system.ActorOf(Props.Create(() => new MemberRecorder(remembered)), "member-recorder");
        cluster.JoinSeedNodes(SeedOrder.Of(self, build.Settings.Get(ClusterSettings.Seeds), remembered.Read(), mayFound: build.Definition.Tier == "cloud"));
    }

    /// <summary>
    /// Akka.Remote reports a taken port from deep inside its transport, after half the host has started. Asking first gives
    /// one clear line; the race that is left ends in Akka's own error.
    /// </summary>
    private static void RefuseTakenPort(IPAddress address, int port)
    {
        if (port == 0)
            return;
        try
        {
            using var probe = new TcpListener(address, port) { ExclusiveAddressUse = true };
            probe.Start();
            probe.Stop();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new HostStartException(ExitCodes.InUse, $"{ClusterSettings.RemotePort.HoconPath} = {port}: another program listens on {address}:{port}. Stop it, or choose another port (0 picks a free one).", e);
        }
        catch (SocketException e)
        {
            throw new HostStartException(ExitCodes.Configuration, $"{ClusterSettings.RemoteBind.HoconPath} = {address}, {ClusterSettings.RemotePort.HoconPath} = {port}: {e.Message}", e);
        }
    }
}
