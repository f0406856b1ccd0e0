namespace EdgeActors.Hosts.Common.Security;

/// <summary>An idempotency key was used for another ticket, or its ticket holds no longer.</summary>
public sealed class TicketConflictException(string message) : Exception(message);
