namespace EdgeActors.Gateway.Enrolment;

/// <summary>Every certificate of this peer that begins before <see cref="At"/> no longer holds.</summary>
/// <param name="Reached">The members that have it on their disks, where that was just asked.</param>
/// <param name="Unreached">Those that did not answer; they are told when they are back.</param>
public sealed record RevocationResource(
    string Role, string Name, DateTimeOffset At, string Reason, IReadOnlyList<string>? Reached = null, IReadOnlyDictionary<string, string>? Unreached = null);
