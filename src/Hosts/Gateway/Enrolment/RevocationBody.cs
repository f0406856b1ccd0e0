namespace EdgeActors.Gateway.Enrolment;

/// <param name="Reason">Shown to whoever is refused, and kept.</param>
public sealed record RevocationBody(string? Role, string? Name, string? Reason);
