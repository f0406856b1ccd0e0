using Akka.Hosting;
using EdgeActors.Actors.Hosting;
using EdgeActors.Actors.Partitions;
using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Doctor;
using EdgeActors.Hosts.Common.Health;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Models;
using EdgeActors.Hosts.Common.Planning;
using EdgeActors.Hosts.Common.Security;
using EdgeActors.Messages;
using EdgeActors.Planning;

namespace EdgeActors.Device;

/// <summary>A device: pictures, the first half of a cut model, local training. Not a member of the cluster: it dials its edge.</summary>
public static class DeviceHost
{
    public const string SystemName = "device";

    public static HostDefinition Definition { get; } = new()
    {
        Tier = "device",
        Summary = "EdgeActors device host: owns its pictures, runs the first half of a cut model, dials its edge.",
        Settings = DeviceSettings.All,
        Hocon = ["device", "common"],
        Configure = Configure,
        Examinations =
        [
            CertificateExamination.For(host => host.Settings.Get(DeviceSettings.Devices).Distinct().Select(id => new PeerIdentity(id, PeerIdentity.DeviceRole))),
            ReachExamination.For("edge", host => [new HostPort(host.Settings.Get(DeviceSettings.Edge).Host, host.Settings.Get(DeviceSettings.Edge).Port)]),
        ],
        Map = DeviceRoutes.Map,
    };

    private static void Configure(HostBuild build)
    {
        var settings = build.Settings;
        var certificates = settings.Get(DeviceSettings.Devices).Distinct().ToDictionary(id => new DeviceId(id), id => Certificate(build, id));
        if (certificates.Count == 0)
            throw new SettingException(DeviceSettings.Devices, "", "at least one device");
        var models = settings.Get(DeviceSettings.Models).Length > 0 ? ModelFolder.Open(settings, DeviceSettings.Models) : null;
        build.Services.AddLocalPlanner();
        build.Services.AddSingleton(services => new LocalDevices(
            settings, build.Folders, certificates, models, services.GetRequiredService<IPlanner>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>()));
        build.Services.AddSingleton<IReadinessCheck>(services => services.GetRequiredService<LocalDevices>());
        build.Services.AddAkka(SystemName, (akka, services) =>
        {
            akka.AddHocon(build.Hocon, HoconAddMode.Prepend);
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            });
            akka.WithEdgeMessages();
            akka.AddPartitions();
            akka.WithActors((system, registry) => services.GetRequiredService<LocalDevices>().Start(system, registry.Get<PartitionsActor>()));
        });
    }

    private static HostCertificate Certificate(HostBuild build, string id)
    {
        var peer = new PeerIdentity(id, PeerIdentity.DeviceRole);
        if (build.Settings.Get(DeviceSettings.Ticket) is { Length: > 0 } file && !build.CertificateFolder().Has(peer))
            Enrol(build, EnrolmentTicket.Read(file), peer);
        return build.Certificate(peer);
    }

    private static void Enrol(HostBuild build, EnrolmentTicket ticket, PeerIdentity peer)
    {
        if (ticket.Device != peer.Name)
            throw new CertificateException($"The ticket is for device '{ticket.Device}', not for '{peer.Name}'.");
        // Before anything else runs, so nothing is held up by the wait.
        DeviceEnrolment.EnrolAsync(build.Settings.Get(DeviceSettings.Edge), ticket, build.CertificateFolder(), CancellationToken.None).GetAwaiter().GetResult();
    }
}
