namespace EdgeActors.Gateway.Cluster;

/// <param name="Name">The host's name; its address where it did not say.</param>
/// <param name="Status">joining, up, leaving, exiting, down…</param>
/// <param name="Reachable">As this gateway's failure detector sees it.</param>
public sealed record MemberResource(string Name, string Address, IReadOnlyList<string> Roles, string Status, bool Reachable, bool Oldest);
