namespace EdgeActors.Messages.Enrolment;

/// <summary>A ticket that nobody has used yet. Its token is known to whoever got it, and to nobody else.</summary>
/// <param name="Id">Names it; says nothing about the token.</param>
public sealed record Ticket(string Id, string Device, DateTimeOffset ExpiresAt);
