using EdgeActors.Inference.Splits;

namespace EdgeActors.Cli.Bench.Splits;

/// <summary>The first line on the device process's standard input.</summary>
/// <param name="Cache">Folder of the bundle cache; both ends share the disk.</param>
/// <param name="Edge">Address and port of the edge's end.</param>
/// <param name="EdgeProfiles">As the edge measured itself.</param>
/// <param name="Slowdown">The device's work takes so many times longer than it does on this machine.</param>
/// <param name="Paced">The kernel does not shape the link, so the device does.</param>
/// <param name="AccuracyLossBudget">Points.</param>
internal sealed record DeviceSetup(
    string Cache, string Bundle, string Edge, IReadOnlyList<PartitionProfile> EdgeProfiles, double Slowdown, bool Paced, double AccuracyLossBudget);
