namespace EdgeActors.Messages.Enrolment;

/// <summary>Every certificate of this peer that begins before <see cref="At"/> no longer holds.</summary>
/// <param name="Role"><c>cloud</c>, <c>edge</c>, <c>gateway</c> or <c>device</c>.</param>
public sealed record RevokedPeer(string Role, string Name, DateTimeOffset At, string Reason);
