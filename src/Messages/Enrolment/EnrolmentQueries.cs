namespace EdgeActors.Messages.Enrolment;

public static class EnrolmentQueries
{
    /// <summary>Answered by <see cref="EnrolmentReplies.TicketList"/>: those that this member can use up.</summary>
    public sealed record ListTickets : IEnrolmentMessage
    {
        public static ListTickets Instance { get; } = new();
    }

    /// <summary>Answered by <see cref="EnrolmentReplies.RevocationList"/>.</summary>
    public sealed record ListRevocations : IEnrolmentMessage
    {
        public static ListRevocations Instance { get; } = new();
    }
}
