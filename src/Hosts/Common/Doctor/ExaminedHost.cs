using EdgeActors.Hosts.Common.Configuration;
using EdgeActors.Hosts.Common.Lifecycle;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Common.Doctor;

/// <summary>A host as it is configured, whether it runs or not.</summary>
/// <param name="RunningPid">The process that runs on this place now; null where none does.</param>
public sealed record ExaminedHost(HostDefinition Definition, SettingValues Settings, HostPlace Place, int? RunningPid, TimeProvider Time)
{
    public CertificateFolder Certificates { get; } = new(Place.Certificates, Time);

    public bool Has(Setting setting) => Definition.Settings.Contains(setting);

    public static ExaminedHost Of(HostDefinition definition, SettingValues settings, TimeProvider time)
    {
        var place = HostPlace.Of(definition.Tier, settings);
        return new ExaminedHost(definition, settings, place, place.RunningPid(), time);
    }
}
