using Akka.Actor;
using EdgeActors.Messages.Serialization;
using static EdgeActors.Messages.Enrolment.EnrolmentCommands;
using static EdgeActors.Messages.Enrolment.EnrolmentQueries;
using static EdgeActors.Messages.Enrolment.EnrolmentReplies;

namespace EdgeActors.Messages.Enrolment;

/// <summary>Writes and reads what members say about tickets and revocations; nothing of it enters a journal.</summary>
public sealed class EnrolmentSerializer(ExtendedActorSystem system) : ContextSerializer(system, 1105,
[
    new MessageContract<IssueTicket, Wire.IssueTicket>("enrolment.issue-ticket.v1", ToWire, w => new(w.Device, w.Lifetime.ToDomain(), w.HasIdempotencyKey ? w.IdempotencyKey : null)),
    new MessageContract<VoidTicket, Wire.VoidTicket>("enrolment.void-ticket.v1", m => new() { Ticket = m.Ticket }, w => new(w.Ticket)),
    new MessageContract<ListTickets, Wire.ListTickets>("enrolment.list-tickets.v1", _ => new(), _ => new()),
    new MessageContract<TicketIssued, Wire.TicketIssued>("enrolment.ticket-issued.v1",
        m => new() { Ticket = ToWire(m.Ticket), Token = m.Token, Authority = m.Authority },
        w => new(ToDomain(w.Ticket), w.Token, w.Authority)),
    new MessageContract<TicketVoided, Wire.TicketVoided>("enrolment.ticket-voided.v1",
        m => new() { Ticket = m.Ticket, WasOutstanding = m.WasOutstanding },
        w => new(w.Ticket, w.WasOutstanding)),
    new MessageContract<TicketList, Wire.TicketList>("enrolment.ticket-list.v1", m => new() { Tickets = { m.Tickets.Select(ToWire) } }, w => new(w.Tickets.Map(ToDomain))),
    new MessageContract<EnrolmentRefused, Wire.EnrolmentRefused>("enrolment.refused.v1", m => new() { Failure = m.Failure.ToWire() }, w => new(w.Failure.ToDomain())),
    new MessageContract<Revoke, Wire.Revoke>("enrolment.revoke.v1", m => new() { Role = m.Role, Name = m.Name, Reason = m.Reason }, w => new(w.Role, w.Name, w.Reason)),
    new MessageContract<ListRevocations, Wire.ListRevocations>("enrolment.list-revocations.v1", _ => new(), _ => new()),
    new MessageContract<RevocationList, Wire.RevocationList>("enrolment.revocation-list.v1", m => new() { Peers = { m.Peers.Select(ToWire) } }, w => new(w.Peers.Map(ToDomain))),
    new MessageContract<TakeRevocations, Wire.TakeRevocations>("enrolment.take-revocations.v1", m => new() { Peers = { m.Peers.Select(ToWire) } }, w => new(w.Peers.Map(ToDomain))),
])
{
    private static Wire.IssueTicket ToWire(IssueTicket issue)
    {
        var wire = new Wire.IssueTicket { Device = issue.Device, Lifetime = issue.Lifetime.ToWire() };
        if (issue.IdempotencyKey is { } key)
            wire.IdempotencyKey = key;
        return wire;
    }

    private static Wire.Ticket ToWire(Ticket ticket) => new() { Id = ticket.Id, Device = ticket.Device, ExpiresAt = ticket.ExpiresAt.ToWire() };

    private static Ticket ToDomain(Wire.Ticket ticket) => new(ticket.Id, ticket.Device, ticket.ExpiresAt.ToDomain());

    private static Wire.RevokedPeer ToWire(RevokedPeer peer) => new() { Role = peer.Role, Name = peer.Name, At = peer.At.ToWire(), Reason = peer.Reason };

    private static RevokedPeer ToDomain(Wire.RevokedPeer peer) => new(peer.Role, peer.Name, peer.At.ToDomain(), peer.Reason);
}
