namespace EdgeActors.Hosts.Common.Registration;

/// <summary>Where the registrations of the other members are now.</summary>
public interface IMemberRegistrations
{
    IReadOnlyList<MemberRegistration> Read();
}
