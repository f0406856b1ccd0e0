using Akka.Actor;

namespace EdgeActors.Hosts.Common.Registration;

/// <param name="Name">The member's; its address where it did not say.</param>
/// <param name="IsEdge">Devices enrol there.</param>
/// <param name="Incarnation">The same for as long as the member is: a host that has started again is another one.</param>
/// <param name="Actor">Its <see cref="RegistrationActor"/>.</param>
public sealed record MemberRegistration(string Name, bool IsEdge, string Incarnation, ICanTell Actor);
