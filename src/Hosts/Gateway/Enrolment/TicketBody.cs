namespace EdgeActors.Gateway.Enrolment;

/// <param name="Hours">How long the ticket holds; a day where absent.</param>
public sealed record TicketBody(string? Device, double? Hours);
