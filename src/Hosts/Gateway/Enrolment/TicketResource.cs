using EdgeActors.Hosts.Common.Security;

namespace EdgeActors.Gateway.Enrolment;

/// <param name="Edge">Where it can be used.</param>
/// <param name="Ticket">What goes to the device, as the file of its <c>--ticket</c>; said once, when the ticket is made.</param>
public sealed record TicketResource(string Id, string Device, DateTimeOffset ExpiresAt, string Edge, EnrolmentTicket? Ticket = null);
