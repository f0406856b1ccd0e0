namespace EdgeActors.Cli.Bench.Gateway;

/// <summary>Working set of one host, MB: the means of the first, the middle and the last tenth of a run, and the most at any second.</summary>
public sealed record HostMemory(string Host, double StartMb, double MiddleMb, double EndMb, double MostMb);
