namespace EdgeActors.Messages.Enrolment;

public static class EnrolmentReplies
{
    /// <param name="Token">Said once, here.</param>
    /// <param name="Authority">PEM, by which the device knows its edge.</param>
    public sealed record TicketIssued(Ticket Ticket, string Token, string Authority) : IEnrolmentMessage;

    /// <param name="WasOutstanding">False where this member knows no such ticket, or it is used.</param>
    public sealed record TicketVoided(string Ticket, bool WasOutstanding) : IEnrolmentMessage;

    public sealed record TicketList(ValueArray<Ticket> Tickets) : IEnrolmentMessage;

    public sealed record RevocationList(ValueArray<RevokedPeer> Peers) : IEnrolmentMessage;

    public sealed record EnrolmentRefused(Failure Failure) : IEnrolmentMessage;
}
