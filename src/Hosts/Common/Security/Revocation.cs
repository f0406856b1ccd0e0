namespace EdgeActors.Hosts.Common.Security;

/// <summary>Every certificate of this peer that begins before <see cref="At"/> no longer holds; one that is issued later does.</summary>
/// <param name="At">Whole seconds, as dates in certificates are.</param>
/// <param name="Reason">For people; shown to whoever is refused.</param>
public sealed record Revocation(string Role, string Name, DateTimeOffset At, string Reason)
{
    public PeerIdentity Peer => new(Name, Role);
}
