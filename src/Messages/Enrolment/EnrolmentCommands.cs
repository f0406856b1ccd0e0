namespace EdgeActors.Messages.Enrolment;

public static class EnrolmentCommands
{
    /// <summary>
    /// Makes a one-time ticket. Answered by <see cref="EnrolmentReplies.TicketIssued"/> or <see cref="EnrolmentReplies.EnrolmentRefused"/>, e.g. by a
    /// member that does not hold the authority's key.
    /// </summary>
    /// <param name="IdempotencyKey">The same key gets the same ticket again, for as long as it holds; null for a new one each time.</param>
    public sealed record IssueTicket(string Device, TimeSpan Lifetime, string? IdempotencyKey) : IEnrolmentMessage;

    /// <summary>Ends a ticket. Answered by <see cref="EnrolmentReplies.TicketVoided"/>.</summary>
    /// <param name="Ticket">Its id.</param>
    public sealed record VoidTicket(string Ticket) : IEnrolmentMessage;

    /// <summary>
    /// Revokes every certificate that a peer has now, and its unused tickets. The member that is asked tells all others. Answered by
    /// <see cref="EnrolmentReplies.RevocationList"/> of this one, or <see cref="EnrolmentReplies.EnrolmentRefused"/>.
    /// </summary>
    public sealed record Revoke(string Role, string Name, string Reason) : IEnrolmentMessage;

    /// <summary>
    /// What another member knows: taken over where it is later than what is known here. Answered by
    /// <see cref="EnrolmentReplies.RevocationList"/> of what was asked to be taken over, once it is on the disk.
    /// </summary>
    public sealed record TakeRevocations(ValueArray<RevokedPeer> Peers) : IEnrolmentMessage;
}
