namespace EdgeActors.Gateway.Cluster;

/// <param name="Status">joining, up, leaving, exiting, down…</param>
/// <param name="Reachable">As this gateway's failure detector sees it.</param>
public sealed record MemberResource(string Address, IReadOnlyList<string> Roles, string Status, bool Reachable, bool Oldest);
