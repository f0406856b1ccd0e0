namespace EdgeActors.Cli.Bench.Splits;

/// <param name="EdgeOnlyP95ToOurs">How many times lower our 95th percentile is than that of edge-only.</param>
/// <param name="MeanToOracle">Our mean over that of the simulated oracle.</param>
/// <param name="Switches">How often our pair changed over the trace.</param>
/// <param name="Steps">How often the link changed by a factor of two or more.</param>
internal sealed record TraceVerdict(double EdgeOnlyP95ToOurs, double DeviceOnlyP95ToOurs, double MeanToBestFixed, double MeanToOracle, int Switches, int Steps);
