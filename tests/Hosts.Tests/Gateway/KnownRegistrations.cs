using Akka.Actor;
using EdgeActors.Hosts.Common.Registration;
using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Hosts.Tests.Gateway;

/// <summary>Registrations that are told, instead of found in a cluster.</summary>
internal sealed class KnownRegistrations(params MemberRegistration[] members) : IMemberRegistrations
{
    private volatile IReadOnlyList<MemberRegistration> _members = [.. members];

    public IReadOnlyList<MemberRegistration> Read() => _members;

    public void Add(MemberRegistration member) => _members = [.. _members, member];

    public static MemberRegistration Start(ActorSystem system, string name, CertificateFolder folder, IMemberRegistrations? others = null)
    {
        var known = others ?? new KnownRegistrations();
        return new(name, true, name, system.ActorOf(Props.Create(() => new RegistrationActor(folder, known, TimeProvider.System))));
    }
}
