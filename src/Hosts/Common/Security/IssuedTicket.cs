namespace EdgeActors.Hosts.Common.Security;

/// <param name="Id">Names the ticket; says nothing about its token.</param>
public sealed record IssuedTicket(string Id, EnrolmentTicket Ticket, DateTimeOffset Expires);
