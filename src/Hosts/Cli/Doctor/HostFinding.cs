using EdgeActors.Hosts.Common.Doctor;

namespace EdgeActors.Cli.Doctor;

/// <summary>A finding, and whose it is.</summary>
internal sealed record HostFinding(string Host, string Check, FindingState State, string What, string? Remedy);
