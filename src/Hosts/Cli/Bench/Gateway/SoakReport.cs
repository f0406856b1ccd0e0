namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>All calls of the bench in turns, for a long time, at a share of what the gateway can.</summary>
/// <param name="Capacity">Calls a second that the gateway answered when each connection called again at once.</param>
/// <param name="Offered">Calls a second that were sent.</param>
/// <param name="Held">Calls a second that were answered.</param>
public sealed record SoakReport(string Machine, double Minutes, int Connections, double Capacity, double Offered, double Held, LatencySummary Latency, IReadOnlyList<HostMemory> Memory);
