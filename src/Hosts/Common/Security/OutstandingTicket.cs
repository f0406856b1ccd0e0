namespace EdgeActors.Hosts.Common.Security;

/// <summary>A ticket that nobody has used yet.</summary>
/// <param name="Id">Names it; says nothing about its token.</param>
public sealed record OutstandingTicket(string Id, string Device, DateTimeOffset Expires);
